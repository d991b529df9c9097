// Rows with many words in common, against all pairs of sketches.
#include "sequence/sketch_neighbours.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "example_families.h"

namespace cre {
namespace {

/// Parts of parents of many sizes, on either strand; a row of one base, which has no words.
Table pieces(std::size_t rows, std::size_t length, RandomStream& stream) {
  Table table;
  Row parent;
  for (std::size_t row = 0; row < rows; ++row) {
    if (row % 12 == 0) {
      parent = random_row(length, stream);
    }
    Row piece = changed(parent, stream.below(5), stream);
    const Row other = random_row(stream.below(length), stream);
    std::copy(other.begin(), other.end(), piece.begin());
    table.push_back(stream.below(2) == 0 ? piece : reverse_complement(piece));
  }
  table.emplace_back(length, 0);
  return table;
}

TEST(SketchNeighbours, AsAllPairsSay) {
  RandomStream stream(RandomPurpose::simulation, 8);
  const Table table = pieces(700, 90, stream);
  const std::vector<double> thresholds = {0.9, 0.5, 0.2};
  for (const std::size_t size : {16, 500}) {  // of 500 words no row has as many
    for (const unsigned threads : {1U, 3U}) {
      const MinHashPlan plan{.k = 11, .size = size, .threads = threads};
      const MinHashSketches sketches(joined(table), table.front().size(), plan);
      std::vector<std::uint32_t> queries, references;
      for (std::uint32_t row = 0; row < table.size(); ++row) {
        (row % 2 == 0 ? queries : references).push_back(row);
      }
      const std::vector<SketchNeighbour> found = sketch_neighbours(sketches, queries, references, thresholds, threads);
      ASSERT_EQ(found.size(), queries.size());
      std::vector<std::size_t> rows_by_threshold(thresholds.size() + 1, 0);
      for (std::size_t i = 0; i < queries.size(); ++i) {
        double nearest = 0.0;
        for (const std::uint32_t reference : references) {
          nearest = std::max(nearest, sketches.jaccard(queries[i], reference));
        }
        std::size_t threshold = 0;
        while (threshold < thresholds.size() && nearest < thresholds[threshold]) {
          ++threshold;
        }
        EXPECT_EQ(found[i].threshold, threshold) << i << ": " << nearest;
        if (threshold < thresholds.size()) {
          EXPECT_GE(sketches.jaccard(queries[i], references[found[i].reference]), thresholds[threshold]);
        }
        ++rows_by_threshold[threshold];
      }
      EXPECT_GT(*std::ranges::min_element(rows_by_threshold), 0U) << "every threshold is the nearest of some row";
    }
  }
}

TEST(SketchNeighbours, WithoutRowsThereIsNone) {
  RandomStream stream(RandomPurpose::simulation, 9);
  const MinHashPlan plan;
  const MinHashSketches sketches(random_row(60, stream), 60, plan);
  const std::vector<std::uint32_t> none, first = {0};
  EXPECT_TRUE(sketch_neighbours(sketches, none, first, {0.5}, 1).empty());
  EXPECT_EQ(sketch_neighbours(sketches, first, none, {0.5}, 1)[0].threshold, 1U);
}

}  // namespace
}  // namespace cre
