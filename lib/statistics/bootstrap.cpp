#include "statistics/bootstrap.h"

#include <algorithm>
#include <vector>

#include "core/parallel.h"

namespace cre {

void for_each_resample(const ResampleUnits& units, const BootstrapPlan& plan, unsigned threads,
                       const std::function<ResampleWorker()>& make_worker) {
  constexpr std::size_t kBlock = 16;
  const std::size_t blocks = (plan.resamples + kBlock - 1) / kBlock;
  parallel_for(blocks, threads, [&](std::size_t block) {
    const ResampleWorker worker = make_worker();
    std::vector<std::int32_t> unit_counts;
    std::vector<std::int32_t> counts;
    const std::size_t end = std::min(plan.resamples, (block + 1) * kBlock);
    for (std::size_t resample = block * kBlock; resample < end; ++resample) {
      draw_resample(units, plan.seed, resample, unit_counts, counts);
      worker(resample, counts);
    }
  });
}

}  // namespace cre
