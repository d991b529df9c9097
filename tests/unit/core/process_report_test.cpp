#include "core/process_report.h"

#include <gmock/gmock.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "core/text.h"
#include "core/thread_stacks.h"

namespace cre {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

TEST(ProcessReport, TellsOfThreadsMemoryAndEnvironment) {
  setenv("OMP_THREAD_LIMIT", "7", 1);
  std::atomic<bool> done = false;
  std::atomic<pid_t> id = 0;
  std::thread spinning([&] {
    prctl(PR_SET_NAME, "spinning");
    id = gettid();
    while (!done) {
    }
  });
  while (id == 0) {
    std::this_thread::yield();
  }
  const std::string report = process_report();
  done = true;
  spinning.join();
  unsetenv("OMP_THREAD_LIMIT");
  EXPECT_THAT(report, HasSubstr("  OMP_THREAD_LIMIT=7\n"));
  EXPECT_THAT(report, HasSubstr("load of the machine: "));
  EXPECT_THAT(report, ContainsRegex("  VmRSS:\t +[0-9]+ kB"));
  EXPECT_THAT(report, HasSubstr(concat("  ", id.load(), " spinning: state R")));
  EXPECT_THAT(report, HasSubstr("(this report)"));
  // The spinning thread's calls: from this program and from where threads start.
  const std::string its_part = report.substr(report.find(concat("  ", id.load(), " spinning")));
  EXPECT_THAT(its_part, ContainsRegex("\n    .*test_core"));
}

TEST(ThreadIds, AreThoseOfThisProcess) {
  const std::vector<pid_t> ids = thread_ids();
  EXPECT_THAT(ids, ::testing::Contains(getpid()));
}

TEST(ThreadStack, OfAThreadThatBlocksSignalsIsLeftOut) {
  std::atomic<bool> done = false;
  std::atomic<pid_t> id = 0;
  std::thread deaf([&] {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    id = gettid();
    while (!done) {
      std::this_thread::yield();
    }
  });
  while (id == 0) {
    std::this_thread::yield();
  }
  EXPECT_EQ(thread_stack(id), "    (does not answer)\n");
  done = true;
  deaf.join();
}

}  // namespace
}  // namespace cre
