#include "simulate/damage.h"

#include <algorithm>
#include <array>

#include "sequence/base_codes.h"

namespace cre {
namespace {

constexpr std::int64_t kMostBasesOff = 12;

template <std::size_t Size>
const char* nth_of(const std::array<const char*, Size>& choices, std::int64_t nth) {
  return choices[static_cast<std::size_t>(nth) % Size];
}

std::size_t nth_task(std::int64_t nth) {
  return static_cast<std::size_t>(nth) % kSimulatedTasks;
}

void make_malformed(SimulatedRow& row) {
  switch (row.nth % 3) {
    case 0:
      row.fields.resize(kStandardErrorField);
      break;
    case 1:
      row.fields.emplace_back("extra");
      break;
    default:
      row.fields[kActivityField + nth_task(row.nth / 3)] = "1.2.3";
      break;
  }
}

void put_invalid_base(SimulatedRow& row, RandomStream& random) {
  constexpr std::array<const char*, 5> kInvalid = {"R", "Y", "X", "*", "U"};
  std::string& sequence = row.fields[kSequenceField];
  sequence[random.below(sequence.size())] = *nth_of(kInvalid, row.nth);
}

void change_length(SimulatedRow& row, RandomStream& random) {
  std::string& sequence = row.fields[kSequenceField];
  const std::uint64_t bases = 1 + random.below(kMostBasesOff);
  if (row.nth % 2 == 0) {
    sequence.resize(sequence.size() - bases);
  } else {
    for (std::uint64_t i = 0; i < bases; ++i) {
      sequence += base_letter(static_cast<std::uint8_t>(random.below(4)));
    }
  }
}

void put_n(SimulatedRow& row, RandomStream& random) {
  std::string& sequence = row.fields[kSequenceField];
  const std::uint64_t count = 1 + random.below(std::max<std::uint64_t>(1, sequence.size() / 20));
  const std::uint64_t begin = random.below(sequence.size() - count + 1);
  std::fill_n(sequence.begin() + static_cast<std::ptrdiff_t>(begin), count, 'N');
}

}  // namespace

void damage_fields(SimulatedRow& row, RandomStream& random) {
  constexpr std::array<const char*, 3> kMissing = {"", "NA", "inf"};
  constexpr std::array<const char*, 4> kImpossible = {"0", "-0.1", "5", "7.5"};
  switch (row.kind) {
    case RowKind::unknown_target_cell:
      row.fields[kTargetCellField] = row.nth % 2 == 0 ? "" : "HMC3";
      break;
    case RowKind::malformed:
      make_malformed(row);
      break;
    case RowKind::invalid_base:
      put_invalid_base(row, random);
      break;
    case RowKind::off_length:
      change_length(row, random);
      break;
    case RowKind::too_many_n:
      put_n(row, random);
      break;
    case RowKind::missing_activity:
      row.fields[kActivityField + nth_task(row.nth / 3)] = nth_of(kMissing, row.nth);
      break;
    case RowKind::se_out_of_range:
      row.fields[kStandardErrorField + nth_task(row.nth / 4)] = nth_of(kImpossible, row.nth);
      break;
    case RowKind::good:
    case RowKind::exact_duplicate:
    case RowKind::near_duplicate:
    case RowKind::se_above_threshold:
      break;  // what is special about them was measured, not written
  }
}

}  // namespace cre
