#pragma once
// A loop over independent items on several threads. Which thread runs an item never shows in the result,
// as long as `body` writes only what belongs to its item.

#include <cstddef>
#include <functional>
#include <vector>

namespace cre {

/// Calls body(i) once for every i in [0, count). The first exception (lowest item) is rethrown after all threads ended.
void parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& body);

/// Calls each of `work` once; exceptions as parallel_for.
void parallel_run(const std::vector<std::function<void()>>& work, unsigned threads);

/// Number of processors this process may use: its affinity (and through it Slurm's binding), at most the quota of its
/// control group.
unsigned available_threads();

}  // namespace cre
