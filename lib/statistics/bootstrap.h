#pragma once
// The loop over resamples, on several threads. Results depend on the seed and the resample number alone.

#include <cstddef>
#include <cstdint>
#include <functional>

#include "statistics/resample_batch.h"

namespace cre {

/// How many resamples, from which seed.
struct BootstrapPlan {
  std::size_t resamples;
  std::uint64_t seed;
};

/// Computes the resamples first, ..., first + count - 1, at most a batch, from how often each row was drawn. Owns the
/// scratch memory it needs and writes only what belongs to these resamples.
using BatchWorker = std::function<void(std::size_t first, std::size_t count, const ResampleBatch& batch)>;

using MakeBatchWorker = std::function<BatchWorker()>;

/// Runs every resample once; none of fewer than kFewestUnits, which would all be the sample itself. `make_worker` is
/// called once per block of batches, from any thread, so that scratch memory is neither shared nor made anew for each
/// of them.
void for_each_batch(const ResampleUnits& units, const BootstrapPlan& plan, unsigned threads,
                    const MakeBatchWorker& make_worker);

}  // namespace cre
