#include "qc/merging/row_groups.h"

#include <cstdint>
#include <unordered_map>

#include "core/first_equal.h"

namespace cre {

RowGroups rows_of_equal_keys(const std::vector<std::size_t>& candidates,
                             const std::function<std::uint64_t(std::size_t row)>& hash,
                             const std::function<bool(std::size_t row, std::size_t other)>& are_equal) {
  const std::vector<std::uint32_t> first = first_equal(
      candidates.size(), [&](std::size_t i) { return hash(candidates[i]); },
      [&](std::size_t i, std::size_t j) { return are_equal(candidates[i], candidates[j]); });
  std::unordered_map<std::size_t, std::vector<std::size_t>> more;  // by the place of the first
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (first[i] != i) {
      more[first[i]].push_back(candidates[i]);
    }
  }
  RowGroups out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto found = more.find(i);
    if (found == more.end()) {
      continue;
    }
    out.rows.push_back(candidates[i]);
    out.rows.insert(out.rows.end(), found->second.begin(), found->second.end());
    out.start.push_back(out.rows.size());
  }
  return out;
}

}  // namespace cre
