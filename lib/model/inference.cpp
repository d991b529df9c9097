#include "model/inference.h"

#include <algorithm>

#include <ATen/Parallel.h>

#include "layers/openmp.h"
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

void append(std::vector<float>& values, const at::Tensor& output, std::int64_t rows) {
  const at::Tensor plain = output.narrow(0, 0, rows).cpu().contiguous();
  values.insert(values.end(), plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
}

}  // namespace

Inference infer(Network& network, const ElementInput& input, std::span<const std::int64_t> rows, Strand strand,
                const InferenceOptions& options) {
  const FoldedWeights folded(network, options.dtype);
  const ForwardPass pass{.mode = Mode::prediction, .dtype = options.dtype};
  const bool on_processor = input.device().is_cpu();
  const std::int64_t size = on_processor ? processor_batch(options.batch) : options.batch;
  const auto count = static_cast<std::int64_t>(rows.size());
  const at::Tensor flip =
      at::full({size}, strand == Strand::reverse, at::TensorOptions(at::kBool).device(input.device()));
  std::vector<NetworkOutput> outputs(static_cast<std::size_t>((count + size - 1) / size));
  const at::Tensor all_indices = filled_batches(rows, size).to(input.device());
  const auto run = [&](std::int64_t first, std::int64_t last) {
    const torch::NoGradGuard no_gradients;  // of this thread
    for (std::int64_t i = first; i < last; ++i) {
      const at::Tensor indices = all_indices.narrow(0, i * size, size);
      const at::Tensor codes = input.sequences.construct(input.sequences.inserts(indices), flip);
      const NetworkOutput output = network.forward(input.batch(indices, codes, options.dtype), pass);
      outputs[static_cast<std::size_t>(i)] = {output.activity, output.log_variance, {}};
      if (options.after_batch) {
        options.after_batch();
      }
    }
  };
  const auto batches = static_cast<std::int64_t>(outputs.size());
  if (on_processor && batches > 0) {
    run(0, 1);  // alone: layers keep what they make of their weights at the first batch
    openmp::parallel_for(batches - 1, [&](std::int64_t first, std::int64_t last) { run(first + 1, last + 1); });
  } else {
    run(0, batches);
  }
  Inference result;
  for (std::int64_t i = 0; i < batches; ++i) {
    const NetworkOutput& output = outputs[static_cast<std::size_t>(i)];
    const std::int64_t filled = std::min(size, count - i * size);
    append(result.activity, output.activity, filled);
    if (output.log_variance.defined()) {
      append(result.log_variance, output.log_variance, filled);
    }
  }
  return result;
}

std::vector<float> mean_of_strands(const std::vector<float>& forward, const std::vector<float>& reverse) {
  std::vector<float> mean(forward.size());
  for (std::size_t i = 0; i < mean.size(); ++i) {
    mean[i] = 0.5F * (forward[i] + reverse.at(i));
  }
  return mean;
}

}  // namespace cre
