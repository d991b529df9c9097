#include "core/error.h"
#include "layers/recorder.h"
#include "train/step/step_graph.h"

namespace cre {
namespace {

class CudaStepRecorder : public StepRecorder {
 public:
  explicit CudaStepRecorder(std::unique_ptr<Recorder> recorder) : recorder_(std::move(recorder)) {}

  StepOutputs warm_up(const Computation& compute) override {
    StepOutputs outputs;
    recorder_->warm_up([&] { outputs = compute(); });
    return outputs;
  }

  StepOutputs record(const Computation& compute) override {
    StepOutputs outputs;
    try {
      recorder_->play(recorder_->record([&] { outputs = compute(); }));
    } catch (const c10::OutOfMemoryError&) {
      throw;
    } catch (const c10::Error& error) {
      fail(ErrorKind::config, "train.cuda_graph: the step cannot be recorded (", error.what_without_backtrace(),
           "); set it to false");
    }
    return outputs;
  }

  void play(std::size_t recording) override { recorder_->play(recording); }

 private:
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace

std::unique_ptr<StepRecorder> cuda_step_recorder(const at::Device& device) {
  return std::make_unique<CudaStepRecorder>(cuda_recorder(device));
}

}  // namespace cre
