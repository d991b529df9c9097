#include "step_profile.h"

#include <set>

#include <torch/csrc/autograd/profiler_kineto.h>

namespace bench {

void profile(const at::Device& device, const std::string& file, const std::function<void()>& body) {
  using torch::profiler::impl::ActivityType;
  const torch::profiler::impl::ProfilerConfig config(torch::profiler::impl::ProfilerState::KINETO);
  std::set<ActivityType> activities = {ActivityType::CPU};
  if (device.is_cuda()) {
    activities.insert(ActivityType::CUDA);
  }
  torch::autograd::profiler::prepareProfiler(config, activities);
  torch::autograd::profiler::enableProfiler(config, activities);
  body();
  torch::autograd::profiler::disableProfiler()->save(file);
}

}  // namespace bench
