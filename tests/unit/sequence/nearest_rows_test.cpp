// The nearest of many rows, against all pairs.
#include "sequence/nearest_rows.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "sequence/base_codes.h"
#include "sequence/reverse_complement.h"

namespace cre {
namespace {

TEST(NearestRows, AsAllPairsSay) {
  std::mt19937 random{6};
  for (const bool both_strands : {false, true}) {
    for (const std::size_t length : {30, 64, 131}) {
      std::vector<std::uint8_t> codes;
      std::vector<std::uint32_t> queries, references;
      std::vector<std::vector<std::uint8_t>> table;
      for (std::uint32_t row = 0; row < 700; ++row) {
        std::vector<std::uint8_t> bases;
        if (row > 100 && random() % 3 != 0) {
          bases = table[random() % 100];
          for (std::size_t changes = random() % 8; changes > 0; --changes) {
            bases[random() % length] = static_cast<std::uint8_t>(random() % 5);
          }
          bases = random() % 2 == 0 ? bases : reverse_complement(bases);
        } else {
          for (std::size_t i = 0; i < length; ++i) {
            bases.push_back(static_cast<std::uint8_t>(random() % 4));
          }
        }
        std::fill_n(bases.begin(), 8, kBaseG);  // what all have
        table.push_back(bases);
        codes.insert(codes.end(), bases.begin(), bases.end());
        (random() % 4 == 0 ? queries : references).push_back(row);
      }
      const NearestPlan plan{.radii = {0, 1, 3, 5}, .both_strands = both_strands, .threads = 2};
      const std::vector<NearestRow> found = nearest_rows({codes, length, queries}, {codes, length, references}, plan);
      for (std::size_t i = 0; i < queries.size(); ++i) {
        const auto distance_to = [&](std::uint32_t reference) {
          const std::vector<std::uint8_t>& own = table[queries[i]];
          std::size_t same = 0, other = 0;
          const std::vector<std::uint8_t> turned = reverse_complement(own);
          for (std::size_t p = 0; p < length; ++p) {
            same += own[p] != table[reference][p] ? 1 : 0;
            other += turned[p] != table[reference][p] ? 1 : 0;
          }
          return both_strands ? std::min(same, other) : same;
        };
        std::size_t nearest = length;
        for (const std::uint32_t reference : references) {
          nearest = std::min(nearest, distance_to(reference));
        }
        const auto radius = static_cast<std::size_t>(std::lower_bound(plan.radii.begin(), plan.radii.end(), nearest) -
                                                     plan.radii.begin());
        EXPECT_EQ(found[i].radius, radius);
        if (radius < plan.radii.size()) {
          EXPECT_LE(distance_to(references[found[i].reference]), plan.radii[radius]);
        }
      }
    }
  }
}

TEST(NearestRows, WithoutRowsThereIsNone) {
  const std::vector<std::uint8_t> codes(8, 0);
  const std::vector<std::uint32_t> none, first = {0};
  const NearestPlan plan{.radii = {0, 1}};
  EXPECT_TRUE(nearest_rows({codes, 8, none}, {codes, 8, first}, plan).empty());
  EXPECT_EQ(nearest_rows({codes, 8, first}, {codes, 8, none}, plan)[0].radius, 2U);
}

}  // namespace
}  // namespace cre
