#include "qc/merging/row_groups.h"

#include <unordered_map>

namespace cre {

RowGroups rows_of_equal_keys(const std::vector<std::size_t>& candidates,
                             const std::function<std::string_view(std::size_t row)>& key) {
  std::unordered_map<std::string_view, std::size_t> first;  // row of each key
  std::unordered_map<std::size_t, std::vector<std::size_t>> more;
  first.reserve(candidates.size());
  for (const std::size_t row : candidates) {
    const auto [found, is_new] = first.emplace(key(row), row);
    if (!is_new) {
      more[found->second].push_back(row);
    }
  }
  RowGroups out;
  for (const std::size_t row : candidates) {
    const auto found = more.find(row);
    if (found == more.end()) {
      continue;
    }
    out.rows.push_back(row);
    out.rows.insert(out.rows.end(), found->second.begin(), found->second.end());
    out.start.push_back(out.rows.size());
  }
  return out;
}

}  // namespace cre
