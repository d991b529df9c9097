#include "split/audit/leakage_check.h"

#include <algorithm>
#include <span>
#include <string>
#include <unordered_map>

#include "core/error.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

/// The bases, on either strand those of the strand that sorts first. Worked out here: what groups.cpp makes of
/// sequences is what is checked.
std::string own_key(std::span<const std::uint8_t> codes, bool both_strands) {
  std::string forward(codes.begin(), codes.end());
  if (!both_strands) {
    return forward;
  }
  std::string reverse(codes.rbegin(), codes.rend());
  for (char& code : reverse) {
    if (code != kBaseN) {
      code = static_cast<char>(kBaseT - code);
    }
  }
  return std::min(forward, reverse);
}

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
  const auto length = static_cast<std::size_t>(elements.length);
  std::unordered_map<std::string, unsigned> seen;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    if (!is_used(splits[row])) {
      continue;
    }
    seen[own_key(std::span(elements.codes).subspan(row * length, length), both_strands)] |=
        1U << static_cast<unsigned>(splits[row]);
  }
  std::int64_t crossing = 0;
  for (const auto& entry : seen) {
    crossing += (entry.second & (entry.second - 1U)) != 0 ? 1 : 0;
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
