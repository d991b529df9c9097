#pragma once
// OpenMP's threads, with which LibTorch, oneDNN and MKL compute: how many there really are, and a loop over them.

#include <cstdint>
#include <functional>
#include <string>

namespace cre::openmp {

/// The threads of a parallel region as it came about.
struct Team {
  unsigned threads = 1;
  unsigned processors = 1;  // that they may use, all together
};

/// Opens a parallel region for `asked` threads and counts who is there. Switches OMP_DYNAMIC and nested regions off:
/// each region of this process then has as many threads as this one, or as few as LibTorch is told later.
Team open_team(unsigned asked);

/// How many threads, at most `asked`, can be started now, the calling one among them.
unsigned startable(unsigned asked);

/// What the environment says about the number of threads and their places: "OMP_THREAD_LIMIT=1", or empty.
std::string limits();

/// Calls body(begin, end) for parts of [0, count), one for each of LibTorch's threads; within, its operations use one
/// thread. The same as at::parallel_for, which makes a plain loop in files that are compiled without OpenMP.
void parallel_for(std::int64_t count, const std::function<void(std::int64_t, std::int64_t)>& body);

/// Within the body of parallel_for: what this thread calls is planned for one thread. oneDNN plans for as many as there
/// may be, even where a parallel region within a parallel region will have but one, and weight gradients then wait for
/// threads that never come.
void expect_no_threads();

}  // namespace cre::openmp
