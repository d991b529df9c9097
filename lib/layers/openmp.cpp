// Compiled with -fopenmp, and therefore without the precompiled header.
#include "layers/openmp.h"

#include <omp.h>
#include <sched.h>

#include <algorithm>
#include <cstdlib>
#include <latch>
#include <system_error>
#include <thread>
#include <vector>

#include <ATen/Parallel.h>

#include "core/text.h"

namespace cre::openmp {
// OpenMP ends the process when it cannot start a thread (a limit on tasks of the job, for instance): first try it.
unsigned startable(unsigned asked) {
  std::latch all(1);
  std::vector<std::jthread> threads;
  try {
    while (threads.size() + 1 < asked) {
      threads.emplace_back([&all] { all.wait(); });
    }
  } catch (const std::system_error&) {
    // Those that there are, less one for whoever needs another later.
    all.count_down();
    return static_cast<unsigned>(std::max<std::size_t>(1, threads.size()));
  }
  all.count_down();
  return asked;
}

Team open_team(unsigned asked) {
  omp_set_dynamic(0);
  omp_set_max_active_levels(1);
  omp_set_num_threads(static_cast<int>(startable(asked)));
  int threads = 1;
  cpu_set_t together;
  CPU_ZERO(&together);
#pragma omp parallel
  {
    cpu_set_t own;
    CPU_ZERO(&own);
    sched_getaffinity(0, sizeof(own), &own);
#pragma omp critical
    {
      CPU_OR(&together, &together, &own);
      threads = omp_get_num_threads();
    }
  }
  return {.threads = static_cast<unsigned>(threads),
          .processors = static_cast<unsigned>(std::max(1, CPU_COUNT(&together)))};
}

std::string limits() {
  std::vector<std::string> found;
  for (const char* name : {"OMP_THREAD_LIMIT", "OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY"}) {
    if (const char* value = std::getenv(name)) {
      found.push_back(concat(name, "=", value));
    }
  }
  return join(found, ", ");
}

void parallel_for(std::int64_t count, const std::function<void(std::int64_t, std::int64_t)>& body) {
  at::parallel_for(0, count, 1, body);
}

void expect_no_threads() {
  at::get_num_threads();  // the first operation of LibTorch in a thread would set the number once more
  omp_set_num_threads(1);
}

}  // namespace cre::openmp
