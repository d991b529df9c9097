#include "statistics/counts_to_doubles.h"

#include <vector>

#include <gtest/gtest.h>

namespace cre {
namespace {

TEST(CountsToDoubles, EveryCountInEveryPlace) {
  std::vector<BatchCount> counts(256);
  for (std::size_t row = 0; row < counts.size(); ++row) {
    for (std::size_t b = 0; b < kBatch; ++b) {
      counts[row][b] = static_cast<std::uint8_t>(row + 31 * b);
    }
  }
  for (const std::size_t rows : {0, 1, 7, 255}) {
    std::vector<double> found(counts.size() * kBatch, -1.0);
    counts_to_doubles(counts.data(), rows, found.data());
    for (std::size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i], i < rows * kBatch ? static_cast<double>(counts[i / kBatch][i % kBatch]) : -1.0);
    }
  }
}

}  // namespace
}  // namespace cre
