#include "core/progress.h"

#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/log.h"

namespace cre {
namespace {

TEST(Progress, AShortLoopPrintsNothingWhereThereIsNoTerminal) {
  start_log("cre-test", LogLevel::normal);
  testing::internal::CaptureStderr();
  {
    Progress progress("rows", 100, "rows");
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 25; ++i) {
          progress.advance();
        }
      });
    }
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Log, LevelsAndPrefix) {
  start_log("cre-test", LogLevel::quiet);
  EXPECT_FALSE(log_shows_info());
  testing::internal::CaptureStderr();
  log_info("hidden");
  log_warning("careful {}");
  log_error("wrong");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "cre-test: warning: careful {}\ncre-test: error: wrong\n");
  start_log("cre-test", LogLevel::normal);
}

}  // namespace
}  // namespace cre
