#include "model/inference.h"

#include <algorithm>

#include "model/weighted_layer.h"

namespace cre {

namespace {

void append(std::vector<float>& values, const at::Tensor& output, std::int64_t rows) {
  const at::Tensor plain = output.narrow(0, 0, rows).cpu().contiguous();
  values.insert(values.end(), plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
}

}  // namespace

Inference infer(Network& network, const ElementInput& input, std::span<const std::int64_t> rows, Strand strand,
                const InferenceOptions& options) {
  const torch::NoGradGuard no_gradients;
  const FoldedWeights folded(network, options.dtype);
  const ForwardPass pass{.mode = Mode::prediction, .dtype = options.dtype};
  const auto count = static_cast<std::int64_t>(rows.size());
  const at::Tensor flip =
      at::full({options.batch}, strand == Strand::reverse, at::TensorOptions(at::kBool).device(input.device()));
  Inference result;
  for (std::int64_t start = 0; start < count; start += options.batch) {
    const std::int64_t size = std::min(options.batch, count - start);
    const at::Tensor batch = at::full({options.batch}, rows[static_cast<std::size_t>(start)], at::kLong);
    std::copy_n(rows.begin() + start, size, batch.data_ptr<std::int64_t>());
    const at::Tensor indices = batch.to(input.device());
    const at::Tensor codes = input.sequences.construct(input.sequences.inserts(indices), flip);
    const NetworkOutput output = network.forward(input.batch(indices, codes, options.dtype), pass);
    append(result.activity, output.activity, size);
    if (output.log_variance.defined()) append(result.log_variance, output.log_variance, size);
  }
  return result;
}

std::vector<float> mean_of_strands(const std::vector<float>& forward, const std::vector<float>& reverse) {
  std::vector<float> mean(forward.size());
  for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = 0.5F * (forward[i] + reverse.at(i));
  return mean;
}

}  // namespace cre
