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

TEST(Progress, ALineSaysWhereHowFastAndHowLong) {
  ProgressState state{.label = "training",
                      .step = "epoch 5 of 12",
                      .note = "loss 0.412",
                      .unit = "elements",
                      .done = 1234,
                      .total = 20000,
                      .per_second = 5123.4,
                      .seconds_left = 190.0};
  EXPECT_EQ(progress_line(state, false),
            "training epoch 5 of 12: 1,234/20,000 elements (6 %), 5,123/s, 03:10 left, loss 0.412");
  EXPECT_EQ(progress_line(state, true),
            "training epoch 5 of 12 [#.......................] 1,234/20,000 elements (6 %), 5,123/s, 03:10 left, "
            "loss 0.412");
  state.may_end_earlier = true;
  state.step = state.note = "";
  state.seconds_left = 3723.0;
  EXPECT_EQ(progress_line(state, false), "training: 1,234/20,000 elements (6 %), 5,123/s, at most 1:02:03 left");
  state = {.label = "reading", .unit = "rows", .done = 1000, .per_second = 2.25};
  EXPECT_EQ(progress_line(state, true), "reading: 1,000 rows, 2.2/s");
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
