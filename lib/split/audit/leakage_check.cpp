#include "split/audit/leakage_check.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

/// A row and a number that equal sequences have in common.
struct NumberedRow {
  std::uint64_t number = 0;
  std::size_t row = 0;
};

std::uint64_t number_of(std::span<const std::uint8_t> codes) {
  std::uint64_t number = 0xcbf29ce484222325U;  // FNV-1a
  for (const std::uint8_t code : codes) {
    number = (number ^ code) * 0x100000001b3U;
  }
  return number;
}

std::vector<std::uint8_t> other_strand(std::span<const std::uint8_t> codes) {
  std::vector<std::uint8_t> out(codes.rbegin(), codes.rend());
  for (std::uint8_t& code : out) {
    if (code != kBaseN) {
      code = static_cast<std::uint8_t>(kBaseT - code);
    }
  }
  return out;
}

/// The sequences of a table, compared by code of this file alone: what others make of them is what is checked.
class Sequences {
 public:
  Sequences(const Elements& elements, bool both_strands) : elements_(elements), both_strands_(both_strands) {}

  /// Of either strand where both count.
  std::uint64_t number(std::size_t row) const {
    const std::uint64_t forward = number_of(bases(row));
    return both_strands_ ? forward + number_of(other_strand(bases(row))) : forward;
  }
  bool are_equal(std::size_t a, std::size_t b) const {
    return std::ranges::equal(bases(a), bases(b)) ||
           (both_strands_ && std::ranges::equal(bases(a), other_strand(bases(b))));
  }

 private:
  std::span<const std::uint8_t> bases(std::size_t row) const {
    const auto length = static_cast<std::size_t>(elements_.length);
    return std::span(elements_.codes).subspan(row * length, length);
  }

  const Elements& elements_;
  bool both_strands_;
};

}  // namespace

void check_groups_stay_together(const Elements& elements, const std::vector<std::int64_t>& groups,
                                const std::vector<Split>& splits) {
  std::unordered_map<std::int64_t, std::size_t> first;
  for (std::size_t row = 0; row < groups.size(); ++row) {
    const std::size_t other = first.emplace(groups[row], row).first->second;
    if (splits[other] != splits[row]) {
      fail(ErrorKind::input, "leakage: elements ", elements.id[other], " (line ", elements.line[other], ", ",
           split_name(splits[other]), ") and ", elements.id[row], " (line ", elements.line[row], ", ",
           split_name(splits[row]), ") belong to one group but to two splits; correct the split column, or leave out ",
           "of split.group_by what may cross ([] accepts all; the report then counts the sequences that cross)");
    }
  }
}

std::int64_t count_crossing_sequences(const Elements& elements, const std::vector<Split>& splits, bool both_strands) {
  const Sequences sequences(elements, both_strands);
  std::vector<NumberedRow> rows;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    if (is_used(splits[row])) {
      rows.push_back({sequences.number(row), row});
    }
  }
  std::ranges::sort(rows, {}, [](const NumberedRow& one) { return std::pair(one.number, one.row); });
  std::int64_t crossing = 0;
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    for (end = begin; end < rows.size() && rows[end].number == rows[begin].number; ++end) {
    }
    std::vector<std::size_t> open;  // rows of one number are of one sequence, but for chance
    for (std::size_t i = begin; i < end; ++i) {
      open.push_back(rows[i].row);
    }
    while (!open.empty()) {
      const std::size_t first = open.front();
      bool crosses = false;
      std::erase_if(open, [&](std::size_t row) {
        const bool equal = sequences.are_equal(first, row);
        crosses = crosses || (equal && splits[row] != splits[first]);
        return equal;
      });
      crossing += crosses ? 1 : 0;
    }
  }
  return crossing;
}

void check_sequences_stay_together(const Elements& elements, const std::vector<Split>& splits,
                                   const SplitConfig& config) {
  if (config.grouped_by().empty()) {
    return;
  }
  const std::int64_t crossing = count_crossing_sequences(elements, splits, config.both_strands);
  if (crossing > 0) {
    fail(ErrorKind::input, "leakage: ", crossing, " sequences are in more than one split",
         config.both_strands ? " (a reverse complement counts as the same sequence)" : "",
         "; add sequence to split.group_by, or set split.group_by: [] to accept it");
  }
}

}  // namespace cre
