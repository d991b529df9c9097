#pragma once
// The loop over resamples, on several threads. Results depend on the seed and the resample number alone.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "statistics/resampling.h"

namespace cre {

/// How many resamples, from which seed.
struct BootstrapPlan {
  std::size_t resamples;
  std::uint64_t seed;
};

/// Computes one resample: its number and how often each row was drawn (rows). Owns the scratch memory it needs and
/// writes only what belongs to this resample.
using ResampleWorker = std::function<void(std::size_t resample, std::span<const std::int32_t> counts)>;

/// Runs every resample once. `make_worker` is called once per block of resamples, from any thread, so that scratch
/// memory is neither shared nor made anew for each resample.
void for_each_resample(const ResampleUnits& units, const BootstrapPlan& plan, unsigned threads,
                       const std::function<ResampleWorker()>& make_worker);

}  // namespace cre
