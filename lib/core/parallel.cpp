#include "core/parallel.h"

#include <dlfcn.h>
#include <sched.h>
#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#include "core/cpu_quota.h"

namespace cre {

void parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& body) {
  const std::size_t workers = std::min<std::size_t>(std::max(1U, threads), count);
  if (workers <= 1) {
    for (std::size_t i = 0; i < count; ++i) {
      body(i);
    }
    return;
  }
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr error;
  std::size_t error_item = std::numeric_limits<std::size_t>::max();
  // Items are handed out in order, so every item below the first that failed has been started and will be finished:
  // the exception with the lowest item is the same whatever the timing.
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        body(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (i < error_item) {
          error_item = i;
          error = std::current_exception();
        }
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> pool;
    for (std::size_t w = 1; w < workers; ++w) {
      pool.emplace_back(work);
    }
    work();
  }
  if (error) {
    std::rethrow_exception(error);
  }
}

void parallel_run(const std::vector<std::function<void()>>& work, unsigned threads) {
  parallel_for(work.size(), threads, [&](std::size_t i) { work[i](); });
}

namespace {

// With OMP_PROC_BIND OpenMP has bound this thread to some of its processors before main; it knows how many there were.
int processors_known_to_openmp() {
  const auto ask = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "omp_get_num_procs"));
  return ask != nullptr ? ask() : 0;
}

}  // namespace

unsigned available_threads() {
  cpu_set_t set;
  const bool known = sched_getaffinity(0, sizeof(set), &set) == 0;
  const int allowed = known ? CPU_COUNT(&set) : static_cast<int>(std::thread::hardware_concurrency());
  const auto processors = static_cast<unsigned>(std::max({1, allowed, processors_known_to_openmp()}));
  return std::min(processors, cpu_quota().value_or(processors));
}

}  // namespace cre
