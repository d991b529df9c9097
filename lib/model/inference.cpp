#include "model/inference.h"

#include <algorithm>

#include <ATen/Parallel.h>

#include "layers/openmp.h"
#include "layers/recorder.h"
#include "layers/weighted_layer.h"

namespace cre {

namespace {

// On the processor each thread takes batches of its own: nobody waits for the others after every layer. All threads
// together hold about one `batch`.
std::int64_t processor_batch(std::int64_t batch) {
  constexpr std::int64_t kSmallest = 8, kLargest = 32;  // enough rows for the convolutions, few enough for a cache
  return std::min(batch, std::clamp(batch / at::get_num_threads(), kSmallest, kLargest));
}

// Row numbers, int64, filled up with the first of the last batch to whole batches.
at::Tensor filled_batches(std::span<const std::int64_t> rows, std::int64_t size) {
  const auto count = static_cast<std::int64_t>(rows.size());
  const std::int64_t whole = (count + size - 1) / size * size;
  const at::Tensor filled = count == 0 ? at::empty({0}, at::kLong)
                                       : at::full({whole}, rows[static_cast<std::size_t>(whole - size)], at::kLong);
  std::copy(rows.begin(), rows.end(), filled.data_ptr<std::int64_t>());
  return filled;
}

// The first `rows` of all batches together.
std::vector<float> joined(const std::vector<at::Tensor>& batches, std::int64_t rows) {
  if (batches.empty() || !batches.front().defined()) {
    return {};
  }
  const at::Tensor all = at::cat(batches).narrow(0, 0, rows).cpu().contiguous();
  return {all.data_ptr<float>(), all.data_ptr<float>() + all.numel()};
}

// Predicts batch after batch of one size.
class Batches {
 public:
  Batches(Network& network, const ElementInput& input, std::span<const std::int64_t> rows, Strand strand,
          std::int64_t size, const InferenceOptions& options)
      : network_(network),
        input_(input),
        size_(size),
        rows_(static_cast<std::int64_t>(rows.size())),
        options_(options),
        indices_(filled_batches(rows, size).to(input.device())),
        flip_(at::full({size}, strand == Strand::reverse, at::TensorOptions(at::kBool).device(input.device()))),
        activity_(static_cast<std::size_t>(count())),
        log_variance_(activity_.size()) {}

  std::int64_t count() const { return indices_.size(0) / size_; }

  void run(std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      keep(i, output_for(indices_of(i)));
    }
  }

  // On a GPU: the first batch finds out what is needed, the second is recorded, and the others play that.
  void run_recorded(Recorder& recorder) {
    recorder.warm_up([&] { run(0, 1); });
    const at::Tensor indices = indices_of(0).clone();
    NetworkOutput output;
    std::size_t recording = 0;
    try {
      recording = recorder.record([&] { output = output_for(indices); });
    } catch (const c10::OutOfMemoryError&) {
      throw;
    } catch (const c10::Error&) {  // some operation cannot be recorded
      run(1, count());
      return;
    }
    for (std::int64_t i = 1; i < count(); ++i) {
      indices.copy_(indices_of(i));
      recorder.play(recording);
      const auto copy = [](const at::Tensor& x) { return x.defined() ? x.clone() : x; };
      keep(i, {copy(output.activity), copy(output.log_variance), {}});
    }
  }

  Inference result(std::int64_t rows) const { return {joined(activity_, rows), joined(log_variance_, rows)}; }

 private:
  at::Tensor indices_of(std::int64_t i) const { return indices_.narrow(0, i * size_, size_); }

  NetworkOutput output_for(const at::Tensor& indices) const {
    const torch::NoGradGuard no_gradients;  // of this thread
    const at::Tensor codes = input_.sequences.construct(input_.sequences.inserts(indices), flip_);
    const ForwardPass pass{.mode = Mode::prediction, .dtype = options_.dtype};
    return network_.forward(input_.batch(indices, codes, options_.dtype), pass);
  }

  void keep(std::int64_t i, const NetworkOutput& output) {
    activity_[static_cast<std::size_t>(i)] = output.activity;
    log_variance_[static_cast<std::size_t>(i)] = output.log_variance;
    if (options_.after_batch) {
      options_.after_batch(std::min(size_, rows_ - i * size_));
    }
  }

  Network& network_;
  const ElementInput& input_;
  std::int64_t size_, rows_;
  const InferenceOptions& options_;
  at::Tensor indices_, flip_;
  std::vector<at::Tensor> activity_, log_variance_;
};

}  // namespace

Inference infer(Network& network, const ElementInput& input, std::span<const std::int64_t> rows, Strand strand,
                const InferenceOptions& options) {
  constexpr std::int64_t worth_recording = 4;  // batches
  const FoldedWeights folded(network, options.dtype);
  const bool on_processor = input.device().is_cpu();
  Batches batches(network, input, rows, strand, on_processor ? processor_batch(options.batch) : options.batch, options);
  if (on_processor && batches.count() > 0) {
    batches.run(0, 1);  // alone: layers keep what they make of their weights at the first batch
    openmp::parallel_for(batches.count() - 1,
                         [&](std::int64_t first, std::int64_t last) { batches.run(first + 1, last + 1); });
  } else if (input.device().is_cuda() && input.is_resident() && batches.count() >= worth_recording) {
    batches.run_recorded(*cuda_recorder(input.device()));
  } else {
    batches.run(0, batches.count());
  }
  return batches.result(static_cast<std::int64_t>(rows.size()));
}

std::vector<float> mean_of_strands(const std::vector<float>& forward, const std::vector<float>& reverse) {
  std::vector<float> mean(forward.size());
  for (std::size_t i = 0; i < mean.size(); ++i) {
    mean[i] = 0.5F * (forward[i] + reverse.at(i));
  }
  return mean;
}

}  // namespace cre
