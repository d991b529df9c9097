#include "layers/busy_machine.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <chrono>
#include <thread>

#include "core/thread_stacks.h"
#include "layers/openmp.h"

namespace cre {
namespace {

// The number of threads; one that has been joined is still to be seen for a moment.
std::size_t settled_threads() {
  std::size_t count = 0;
  for (int equal = 0; equal < 20; ++equal) {
    const std::size_t found = thread_ids().size();
    if (found != count) {
      equal = 0;
    }
    count = found;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return count;
}

TEST(BusyJudge, IsBusyWhereThreadsStandInLineAndQuietASecondLater) {
  BusyJudge judge;
  EXPECT_FALSE(judge.observe(0.0, 0.1, 2));
  EXPECT_FALSE(judge.observe(0.01, 0.1, 2)) << "5 % of two threads' time: something that every system does";
  EXPECT_TRUE(judge.observe(0.05, 0.1, 2));
  for (int i = 0; i < 9; ++i) {
    EXPECT_TRUE(judge.observe(0.0, 0.1, 2)) << "not a second yet";
  }
  EXPECT_FALSE(judge.observe(0.0, 0.11, 2));
  EXPECT_TRUE(judge.observe(0.05, 0.1, 2)) << "and again";
}

TEST(BusyJudge, CountsTheSecondFromTheLastDelay) {
  BusyJudge judge;
  judge.observe(0.05, 0.1, 1);
  EXPECT_TRUE(judge.observe(0.0, 0.9, 1));
  EXPECT_TRUE(judge.observe(0.005, 0.1, 1)) << "5 % begins the second anew";
  EXPECT_TRUE(judge.observe(0.0, 0.9, 1));
  EXPECT_FALSE(judge.observe(0.0, 0.2, 1));
}

TEST(MoreThreadsThanProcessors, AreThereWhileItLives) {
  const auto processors = static_cast<unsigned>(omp_get_num_procs());
  openmp::open_team(processors);
  const std::size_t before = settled_threads();
  {
    const MoreThreadsThanProcessors more(processors);
    EXPECT_EQ(settled_threads(), before + 2) << "one that opens a region, and one within";
  }
  EXPECT_EQ(settled_threads(), before);
}

TEST(MoreThreadsThanProcessors, AreNotNeededWhereThereAreSo) {
  const auto processors = static_cast<unsigned>(omp_get_num_procs());
  const std::size_t before = settled_threads();
  const MoreThreadsThanProcessors more(processors + 1);
  EXPECT_EQ(settled_threads(), before);
}

}  // namespace
}  // namespace cre
