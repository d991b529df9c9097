#include "statistics/bootstrap.h"

#include <algorithm>

#include "core/parallel.h"

namespace cre {

void for_each_batch(const ResampleUnits& units, const BootstrapPlan& plan, unsigned threads,
                    const MakeBatchWorker& make_worker) {
  if (units.count < kFewestUnits) {
    return;
  }
  constexpr std::size_t kBlock = 2 * kBatch;
  const std::size_t blocks = (plan.resamples + kBlock - 1) / kBlock;
  parallel_for(blocks, threads, [&](std::size_t block) {
    const BatchWorker worker = make_worker();
    BatchDrawer drawer(units);
    ResampleBatch batch;
    const std::size_t end = std::min(plan.resamples, (block + 1) * kBlock);
    for (std::size_t first = block * kBlock; first < end; first += kBatch) {
      const std::size_t count = std::min(kBatch, end - first);
      drawer.draw(plan.seed, first, count, batch);
      worker(first, count, batch);
    }
  });
}

}  // namespace cre
