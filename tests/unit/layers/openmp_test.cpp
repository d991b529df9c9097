#include "layers/openmp.h"

#include <gmock/gmock.h>

#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <ATen/Parallel.h>

namespace cre {
namespace {

TEST(OpenMp, ATeamHasTheThreadsThatItIsAskedFor) {
  for (const unsigned asked : {1U, 3U}) {
    const openmp::Team team = openmp::open_team(asked);
    EXPECT_EQ(team.threads, asked);
    EXPECT_GE(team.processors, 1U);
  }
  EXPECT_EQ(openmp::startable(4), 4U);
}

TEST(OpenMp, LoopsRunOnSeveralThreadsAndEachItemOnce) {
  const int before = at::get_num_threads();
  at::set_num_threads(2);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::vector<int> visits(7, 0);
  openmp::parallel_for(7, [&](std::int64_t begin, std::int64_t end) {
    const std::lock_guard lock(mutex);
    threads.insert(std::this_thread::get_id());
    for (std::int64_t i = begin; i < end; ++i) {
      ++visits[static_cast<std::size_t>(i)];
    }
  });
  at::set_num_threads(before);
  EXPECT_EQ(threads.size(), 2U);
  EXPECT_THAT(visits, ::testing::Each(1));
}

TEST(OpenMp, AnEmptyLoopCallsNobody) {
  openmp::parallel_for(0, [](std::int64_t, std::int64_t) { FAIL(); });
}

}  // namespace
}  // namespace cre
