#include "model/inference.h"

#include <algorithm>

namespace cre {

std::vector<float> infer(Network& network, const SequenceInput& input, std::span<const std::int64_t> rows,
                         Strand strand, const InferenceOptions& options) {
  const torch::NoGradGuard no_gradients;
  const ForwardPass pass{.mode = Mode::prediction, .dtype = options.dtype};
  const auto count = static_cast<std::int64_t>(rows.size());
  const at::Tensor flip =
      at::full({options.batch}, strand == Strand::reverse, at::TensorOptions(at::kBool).device(input.device()));
  std::vector<float> values;
  for (std::int64_t start = 0; start < count; start += options.batch) {
    const std::int64_t size = std::min(options.batch, count - start);
    const at::Tensor batch = at::full({options.batch}, rows[static_cast<std::size_t>(start)], at::kLong);
    std::copy_n(rows.begin() + start, size, batch.data_ptr<std::int64_t>());
    const at::Tensor codes = input.construct(input.inserts(batch.to(input.device())), flip);
    const at::Tensor out = network.forward(input.onehot(codes, options.dtype), pass).slice(0, 0, size).cpu();
    const at::Tensor ordered = out.contiguous();
    values.insert(values.end(), ordered.data_ptr<float>(), ordered.data_ptr<float>() + ordered.numel());
  }
  return values;
}

std::vector<float> mean_of_strands(const std::vector<float>& forward, const std::vector<float>& reverse) {
  std::vector<float> mean(forward.size());
  for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = 0.5F * (forward[i] + reverse.at(i));
  return mean;
}

}  // namespace cre
