#include "core/parallel.h"

#include <atomic>
#include <numeric>
#include <vector>

#include "expect_error.h"

namespace cre {
namespace {

TEST(ParallelFor, EveryItemOnce) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::vector<int> hits(1000, 0);
    parallel_for(hits.size(), threads, [&](std::size_t i) { ++hits[i]; });
    EXPECT_EQ(hits, std::vector<int>(1000, 1));
  }
  parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelFor, TheLowestFailingItemIsReported) {
  for (int attempt = 0; attempt < 50; ++attempt) {
    expect_error(ErrorKind::input, "item 10", [] {
      parallel_for(1000, 4, [](std::size_t i) {
        if (i >= 10) {
          fail(ErrorKind::input, "item ", i);
        }
      });
    });
  }
}

TEST(AvailableThreads, AtLeastOne) {
  EXPECT_GE(available_threads(), 1U);
}

}  // namespace
}  // namespace cre
