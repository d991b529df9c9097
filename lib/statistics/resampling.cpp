#include "statistics/resampling.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "core/error.h"
#include "core/random.h"

namespace cre {

void draw_units(const ResampleUnits& units, std::uint64_t seed, std::uint64_t resample,
                std::vector<std::int32_t>& counts) {
  const std::uint32_t number = units.count;
  counts.assign(number, 0);
  RandomStream stream(RandomPurpose::bootstrap, seed, resample);
  const std::uint32_t passed_over = (0U - number) % number;  // 2^32 mod number
  std::array<std::uint32_t, 4096> words;
  for (std::uint32_t missing = number; missing > 0;) {
    const std::size_t batch = std::min<std::size_t>(missing, words.size());
    stream.fill(std::span(words).first(batch));
    for (std::size_t i = 0; i < batch; ++i) {
      const std::uint64_t product = std::uint64_t{words[i]} * number;
      if (static_cast<std::uint32_t>(product) >= passed_over) {
        ++counts[product >> 32U];
        --missing;
      }
    }
  }
}

ResampleUnits element_units(std::size_t rows) {
  require(rows > 0 && rows < std::numeric_limits<std::uint32_t>::max(), "a resample needs 1 to 2^32 - 2 rows");
  return {.unit_of_row = {}, .count = static_cast<std::uint32_t>(rows), .rows = rows};
}

ResampleUnits group_units(std::span<const std::int64_t> group) {
  ResampleUnits units = element_units(group.size());
  std::unordered_map<std::int64_t, std::uint32_t> unit_of_group;
  units.unit_of_row.reserve(group.size());
  for (const std::int64_t number : group) {
    const auto next = static_cast<std::uint32_t>(unit_of_group.size());
    units.unit_of_row.push_back(unit_of_group.try_emplace(number, next).first->second);
  }
  units.count = static_cast<std::uint32_t>(unit_of_group.size());
  return units;
}

ResampleUnits units_of_rows(const ResampleUnits& units, std::span<const std::uint32_t> rows) {
  ResampleUnits out{.unit_of_row = {}, .count = units.count, .rows = rows.size()};
  out.unit_of_row.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    require(row < units.rows, "rows of units are numbered below their number");
    out.unit_of_row.push_back(unit_of(units, row));
  }
  return out;
}

}  // namespace cre
