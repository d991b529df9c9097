#include "split/audit/place_overlaps.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "split/split_config.h"

namespace cre {

namespace {

/// Places on a chromosome by their first base, each with the largest end so far.
using Places = std::vector<std::pair<std::int64_t, std::int64_t>>;

bool has_place(const Elements& elements, std::size_t row) {
  return elements.start[row] != kNoPosition && !elements.chromosome[row].empty();
}

std::map<std::string, Places> places_of(const Elements& elements, std::span<const std::uint32_t> rows) {
  std::map<std::string, Places> out;
  for (const std::uint32_t row : rows) {
    if (has_place(elements, row)) {
      out[comparable_chromosome(elements.chromosome[row])].emplace_back(elements.start[row], elements.end[row]);
    }
  }
  for (auto& entry : out) {
    std::sort(entry.second.begin(), entry.second.end());
    std::int64_t reach = 0;
    for (auto& [start, end] : entry.second) {
      reach = std::max(reach, end);
      end = reach;
    }
  }
  return out;
}

}  // namespace

std::vector<bool> overlap_places(const Elements& elements, std::span<const std::uint32_t> queries,
                                 std::span<const std::uint32_t> references) {
  const std::map<std::string, Places> places = places_of(elements, references);
  std::vector<bool> out;
  for (const std::uint32_t row : queries) {
    const auto found =
        has_place(elements, row) ? places.find(comparable_chromosome(elements.chromosome[row])) : places.end();
    bool overlaps = false;
    if (found != places.end()) {
      // The last one that begins before the end of this one: some place up to there must reach beyond its start.
      const auto behind =
          std::lower_bound(found->second.begin(), found->second.end(), std::pair(elements.end[row], std::int64_t{0}));
      overlaps = behind != found->second.begin() && std::prev(behind)->second > elements.start[row];
    }
    out.push_back(overlaps);
  }
  return out;
}

}  // namespace cre
