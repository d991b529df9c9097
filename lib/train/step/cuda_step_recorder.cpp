#include "core/error.h"
#include "train/step/step_graph.h"

#ifdef CRE_HAS_CUDA
#include <vector>

#include <ATen/cuda/CUDAContext.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/StreamGuard.h>
#include <c10/cuda/CUDACachingAllocator.h>
#endif

namespace cre {

#ifdef CRE_HAS_CUDA
namespace {

// A graph cannot be recorded on the default stream. What runs on the other one is fenced by synchronizing the device on
// both sides, which costs nothing that counts in a handful of steps. Guards are c10's and not c10::cuda's, which would
// need CUDA's run-time library at link time.
class CudaStepRecorder : public StepRecorder {
 public:
  explicit CudaStepRecorder(const at::Device& device)
      : device_(device), stream_(at::cuda::getStreamFromPool(/*isHighPriority=*/false, device.index())) {}

  StepOutputs warm_up(const Computation& compute) override { return on_own_stream(compute); }

  StepOutputs record(const Computation& compute) override {
    StepOutputs outputs = on_own_stream([&] { return recorded(compute); });
    play(graphs_.size() - 1);
    return outputs;
  }

  void play(std::size_t recording) override {
    const c10::DeviceGuard guard(device_);
    graphs_[recording]->replay();
  }

 private:
  StepOutputs on_own_stream(const Computation& body) const {
    const c10::DeviceGuard guard(device_);
    c10::cuda::device_synchronize();
    StepOutputs outputs = [&] {
      const c10::StreamGuard other(stream_.unwrap());
      return body();
    }();
    c10::cuda::device_synchronize();
    return outputs;
  }

  // One pool of memory serves all recordings: what one leaves behind is read before another is played.
  StepOutputs recorded(const Computation& compute) {
    const at::cuda::MempoolId_t pool = graphs_.empty() ? at::cuda::MempoolId_t{0, 0} : graphs_.front()->pool();
    at::cuda::CUDAGraph& graph = *graphs_.emplace_back(std::make_unique<at::cuda::CUDAGraph>());
    // While a graph is recorded nothing is given back: the memory of the steps before would be missing.
    c10::cuda::CUDACachingAllocator::emptyCache();
    graph.capture_begin(pool);
    try {
      StepOutputs outputs = compute();
      graph.capture_end();
      return outputs;
    } catch (const c10::Error& error) {
      end_after_failure(graph);
      if (dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr) {
        throw;
      }
      fail(ErrorKind::config, "train.cuda_graph: the step cannot be recorded (", error.what_without_backtrace(),
           "); set it to false");
    }
  }

  // A stream that goes on recording would fail in everything that follows.
  static void end_after_failure(at::cuda::CUDAGraph& graph) {
    try {
      graph.capture_end();
    } catch (const c10::Error&) {  // says once more that the recording failed
    }
  }

  at::Device device_;
  at::cuda::CUDAStream stream_;
  std::vector<std::unique_ptr<at::cuda::CUDAGraph>> graphs_;
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
