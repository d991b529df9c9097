// Compiled with -fopenmp, and therefore without the precompiled header.
#include "layers/busy_machine.h"

#include <omp.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <system_error>

#include "core/stopwatch.h"
#include "core/text.h"
#include "core/thread_stacks.h"
#include "layers/openmp.h"

namespace cre {
namespace {

constexpr std::chrono::milliseconds kInterval(50);
constexpr double kBusyShare = 0.08;   // of their time that threads stand in line: others compute here
constexpr double kQuietShare = 0.02;  // and for so many seconds no more than this: nobody does any more
constexpr double kQuietSeconds = 1.0;

// Seconds that the threads of this process have stood in line for a processor; nothing where the system does not say.
std::optional<double> delay_so_far() {
  double sum = 0.0;
  for (const pid_t id : thread_ids()) {
    std::ifstream file(concat("/proc/self/task/", id, "/schedstat"));
    double computed = 0.0, delayed = 0.0;  // nanoseconds
    if (!(file >> computed >> delayed)) {
      continue;
    }
    sum += delayed;
  }
  return sum > 0.0 ? std::optional(sum * 1e-9) : std::nullopt;
}

// Until it is time to end, or for `longest`. Is it time to end?
bool sleep_until(const std::stop_token& end, std::chrono::milliseconds longest) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, end, longest, [] { return false; });
  return end.stop_requested();
}

}  // namespace

bool BusyJudge::observe(double delay, double seconds, unsigned threads) {
  const double share = delay / (seconds * threads);
  if (share > kBusyShare) {
    busy_ = true;
  }
  quiet_seconds_ = share > kQuietShare ? 0.0 : quiet_seconds_ + seconds;
  if (quiet_seconds_ >= kQuietSeconds) {
    busy_ = false;
  }
  return busy_;
}

MoreThreadsThanProcessors::MoreThreadsThanProcessors(unsigned threads) {
  const int others = omp_get_num_procs() - static_cast<int>(threads) + 1;  // asleep, besides one that opens the region
  if (others < 1 || openmp::startable(static_cast<unsigned>(others) + 2) < static_cast<unsigned>(others) + 2) {
    return;
  }
  thread_ = std::jthread([others](const std::stop_token& end) {
    omp_set_dynamic(0);
    std::atomic<int> there = 0;
#pragma omp parallel num_threads(others + 1)
    ++there;  // a region that did nothing would be left out by the compiler
    while (!sleep_until(end, std::chrono::hours(1))) {
    }
  });
}

BusyMachine::BusyMachine(unsigned threads) : threads_(threads) {
  const bool users_choice = std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr;
  if (threads_ < 2 || users_choice || !delay_so_far()) {
    return;
  }
  try {
    thread_ = std::jthread([this](const std::stop_token& end) { watch(end); });
  } catch (const std::system_error&) {
    // A thread fewer than there may be is no reason not to compute.
  }
}

void BusyMachine::watch(const std::stop_token& end) const {
  BusyJudge judge;
  std::optional<MoreThreadsThanProcessors> sleepy;
  double before = delay_so_far().value_or(0.0);
  Instant mark = now();
  while (!sleep_until(end, kInterval)) {
    const double delay = delay_so_far().value_or(before), seconds = seconds_since(mark);
    mark = now();
    const bool busy = judge.observe(delay - before, seconds, threads_);
    before = delay;
    if (busy && !sleepy) {
      sleepy.emplace(threads_);
    }
    if (!busy && sleepy) {
      sleepy.reset();
    }
  }
}

}  // namespace cre
