#include "split/base_split.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "core/error.h"

namespace cre {

std::vector<std::optional<Split>> splits_in_base(const Elements& elements, const Elements& base,
                                                 const SplitAssignment& assignment) {
  std::unordered_map<std::string_view, Split> split_of_id;
  split_of_id.reserve(base.rows());
  for (std::size_t row = 0; row < base.rows(); ++row) {
    split_of_id.emplace(base.id[row], assignment.split[row]);
  }
  std::vector<std::optional<Split>> splits(elements.rows());
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const auto found = split_of_id.find(elements.id[row]);
    if (found != split_of_id.end()) {
      splits[row] = found->second;
    }
  }
  return splits;
}

std::vector<std::optional<Split>> follow_groups(const std::vector<std::int64_t>& groups,
                                                const std::vector<std::optional<Split>>& base) {
  // train < val < test, and nothing is less than all of them: the strictest split of a group is the largest.
  std::unordered_map<std::int64_t, std::optional<Split>> strictest;
  for (std::size_t row = 0; row < groups.size(); ++row) {
    std::optional<Split>& split = strictest[groups[row]];
    split = std::max(split, base[row]);
  }
  std::vector<std::optional<Split>> followed(groups.size());
  std::transform(groups.begin(), groups.end(), followed.begin(),
                 [&](std::int64_t group) { return strictest.at(group); });
  return followed;
}

std::vector<Split> extended_split(const std::vector<std::optional<Split>>& followed) {
  std::vector<Split> splits;
  for (const std::optional<Split>& split : followed) {
    splits.push_back(split.value_or(Split::train));
  }
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    const auto split = static_cast<Split>(s);
    if (std::find(splits.begin(), splits.end(), split) == splits.end()) {
      fail(ErrorKind::input, "split ", split_name(split), " got no row: no element here has an id that is in ",
           split_name(split), " of the split to extend (split.strategy: extend)");
    }
  }
  return splits;
}

}  // namespace cre
