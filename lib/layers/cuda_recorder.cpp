#include "layers/recorder.h"

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
class CudaRecorder : public Recorder {
 public:
  explicit CudaRecorder(const at::Device& device)
      : device_(device), stream_(at::cuda::getStreamFromPool(/*isHighPriority=*/false, device.index())) {}

  void warm_up(const Computation& compute) override { on_own_stream(compute); }

  // One pool of memory serves all recordings: what one leaves behind is read before another is played.
  std::size_t record(const Computation& compute) override {
    on_own_stream([&] {
      const at::cuda::MempoolId_t pool = graphs_.empty() ? at::cuda::MempoolId_t{0, 0} : graphs_.front()->pool();
      auto graph = std::make_unique<at::cuda::CUDAGraph>();
      // While a graph is recorded nothing is given back: the memory of the steps before would be missing.
      c10::cuda::CUDACachingAllocator::emptyCache();
      graph->capture_begin(pool);
      try {
        compute();
      } catch (...) {
        end_after_failure(*graph);
        throw;
      }
      graph->capture_end();
      graphs_.push_back(std::move(graph));
    });
    return graphs_.size() - 1;
  }

  void play(std::size_t recording) override {
    const c10::DeviceGuard guard(device_);
    graphs_[recording]->replay();
  }

 private:
  void on_own_stream(const Computation& body) const {
    const c10::DeviceGuard guard(device_);
    c10::cuda::device_synchronize();
    {
      const c10::StreamGuard other(stream_.unwrap());
      body();
    }
    c10::cuda::device_synchronize();
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

std::unique_ptr<Recorder> cuda_recorder(const at::Device& device) {
  return std::make_unique<CudaRecorder>(device);
}
#else
std::unique_ptr<Recorder> cuda_recorder(const at::Device& /*device*/) {
  return nullptr;
}
#endif

}  // namespace cre
