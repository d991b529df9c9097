#include "split/grouping/near_places.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "core/error.h"

namespace cre {

std::size_t merge_near_places(const Elements& elements, std::int64_t max_distance, UnionFind& rows) {
  if (elements.start.empty()) {
    fail(ErrorKind::input,
         "split.group_by: interval needs the places of the elements; name qc.columns.region, or chromosome, start and "
         "end");
  }
  std::vector<std::size_t> placed;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    if (elements.start[row] != kNoPosition && !elements.chromosome[row].empty()) {
      placed.push_back(row);
    }
  }
  const auto place = [&](std::size_t row) {
    return std::tie(elements.chromosome[row], elements.start[row], elements.end[row]);
  };
  std::sort(placed.begin(), placed.end(), [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  std::int64_t reach = 0;  // end of what is connected so far
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const std::size_t row = placed[i];
    const bool goes_on = i > 0 && elements.chromosome[row] == elements.chromosome[placed[i - 1]] &&
                         elements.start[row] <= reach + max_distance;
    if (goes_on) {
      rows.merge(placed[i - 1], row);
    }
    reach = goes_on ? std::max(reach, elements.end[row]) : elements.end[row];
  }
  return elements.rows() - placed.size();
}

}  // namespace cre
