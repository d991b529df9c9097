#include "core/error.h"
#include "training/step_graph.h"

#ifdef CRE_HAS_CUDA
#include <ATen/cuda/CUDAContext.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>
#endif

namespace cre {

#ifdef CRE_HAS_CUDA
namespace {

// A graph cannot be recorded on the default stream. What runs on the other one is fenced by synchronizing the device on
// both sides, which costs nothing that counts in a handful of steps.
class CudaStepRecorder : public StepRecorder {
 public:
  explicit CudaStepRecorder(const at::Device& device)
      : device_(device), stream_(at::cuda::getStreamFromPool(/*isHighPriority=*/false, device.index())) {}

  StepOutputs warm_up(const Computation& compute) override { return on_own_stream(compute); }

  StepOutputs record(const Computation& compute) override {
    const StepOutputs outputs = on_own_stream([&] {
      graph_.capture_begin();
      const StepOutputs recorded = compute();
      graph_.capture_end();
      return recorded;
    });
    play();
    return outputs;
  }

  void play() override {
    const c10::cuda::CUDAGuard guard(device_);
    graph_.replay();
  }

 private:
  StepOutputs on_own_stream(const Computation& body) const {
    const c10::cuda::CUDAGuard guard(device_);
    c10::cuda::device_synchronize();
    const StepOutputs outputs = [&] {
      const c10::cuda::CUDAStreamGuard other(stream_);
      return body();
    }();
    c10::cuda::device_synchronize();
    return outputs;
  }

  at::Device device_;
  c10::cuda::CUDAStream stream_;
  at::cuda::CUDAGraph graph_;
};

}  // namespace

std::unique_ptr<StepRecorder> cuda_step_recorder(const at::Device& device) {
  return std::make_unique<CudaStepRecorder>(device);
}
#else
std::unique_ptr<StepRecorder> cuda_step_recorder(const at::Device& device) {
  fail(ErrorKind::config, "train.cuda_graph: this build has no CUDA for ", device.str(),
       "; ./creflow setup --cuda makes one that has");
}
#endif

}  // namespace cre
