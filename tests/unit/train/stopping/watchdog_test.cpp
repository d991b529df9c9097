#include "train/stopping/watchdog.h"

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "core/files.h"
#include "temporary_folder.h"

namespace cre {
namespace {

using ::testing::HasSubstr;

void wait(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

TEST(StopSignal, IsRemembered) {
  const StopSignal signal;
  EXPECT_FALSE(signal.received());
  std::raise(SIGUSR1);
  EXPECT_TRUE(signal.received());
  EXPECT_EQ(signal.name(), "SIGUSR1");
  signal.wait();  // returns at once: the news is there
  signal.wait_until(now());
}

class WatchdogDeathTest : public ::testing::TestWithParam<int> {};

// A step that never ends, as within a library that waits for threads that are not there.
[[noreturn]] void hang(Watchdog& watchdog, int signal) {
  watchdog.alive("epoch 3, step 17");
  std::raise(signal);
  for (volatile bool forever = true; forever;) {
  }
  std::abort();
}

TEST_P(WatchdogDeathTest, AStuckStepIsDiagnosedAndEnds) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  // Not in a folder of this test: the child starts the test over, and would make another.
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "creflow-watchdog-test-stuck.txt";
  EXPECT_EXIT(
      {
        const StopSignal signal;
        Watchdog watchdog(signal, {.file = file, .patience = 0.3, .remedy = "; resume"});
        hang(watchdog, GetParam());
      },
      ::testing::ExitedWithCode(70), "was not served: epoch 3, step 17 has been under way for .*; resume");
  const std::string report = read_text_file(file);
  std::filesystem::remove(file);
  EXPECT_THAT(report, HasSubstr("epoch 3, step 17"));
  EXPECT_THAT(report, HasSubstr("state R"));
  EXPECT_THAT(report, HasSubstr("Threads:"));
}

INSTANTIATE_TEST_SUITE_P(Signals, WatchdogDeathTest, ::testing::Values(SIGTERM, SIGINT, SIGUSR1));

TEST(UnwritableWatchdogDeathTest, EndsAlsoWhereNoFileCanBeWritten) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        const StopSignal signal;
        Watchdog watchdog(signal, {.file = "/no/such/folder/stuck.txt", .patience = 0.1});
        hang(watchdog, SIGTERM);
      },
      ::testing::ExitedWithCode(70), "SIGTERM was not served");
}

TEST(Watchdog, LeavesAloneWhatIsAlive) {
  const TemporaryFolder folder;
  {
    const StopSignal signal;
    Watchdog watchdog(signal, {.file = folder / "stuck.txt", .patience = 2.0});
    std::raise(SIGTERM);
    for (int i = 0; i < 10; ++i) {
      wait(0.25);
      watchdog.alive();
    }
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "stuck.txt"));
}

TEST(Watchdog, IsAsPatientAsTheWorkIsSlow) {
  const StopSignal signal;
  Watchdog watchdog(signal, {.file = "unused", .patience = 0.05});
  wait(0.5);
  watchdog.alive("a second step as slow as the first");
  std::raise(SIGTERM);
  wait(0.2);
  EXPECT_TRUE(signal.received());
}

TEST(Watchdog, WithoutASignalNothingIsWatched) {
  const StopSignal signal;
  const Watchdog watchdog(signal, {.file = "unused", .patience = 0.01});
  wait(0.1);
}

}  // namespace
}  // namespace cre
