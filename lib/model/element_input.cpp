#include "model/element_input.h"

namespace cre {

ElementInput::ElementInput(const Dataset& dataset, const at::Device& device)
    : sequences(dataset.codes, dataset.construct, device) {
  const auto rows = static_cast<std::int64_t>(dataset.rows());
  const at::Tensor cells = at::empty({rows}, at::kLong);
  std::copy(dataset.measured.target_cell.begin(), dataset.measured.target_cell.end(), cells.data_ptr<std::int64_t>());
  target_cell = cells.to(device);
  if (dataset.motifs.count() > 0) {
    const at::Tensor scores = at::empty({rows, static_cast<std::int64_t>(dataset.motifs.count())}, at::kFloat);
    std::copy(dataset.motifs.score.begin(), dataset.motifs.score.end(), scores.data_ptr<float>());
    motif_scores = scores.to(device);
  }
}

NetworkInput ElementInput::batch(const at::Tensor& rows, const at::Tensor& codes, at::ScalarType dtype) const {
  return {.onehot = sequences.onehot(codes, dtype),
          .motif_scores = motif_scores.defined() ? motif_scores.index_select(0, rows) : at::Tensor(),
          .target_cell = target_cell.index_select(0, rows),
          .mixup = std::nullopt};
}

NetworkShape network_shape(const Dataset& dataset, std::int64_t outputs) {
  return {.tasks = static_cast<std::int64_t>(dataset.task_count()),
          .length = dataset.construct.input_length(),
          .outputs = outputs,
          .motifs = static_cast<std::int64_t>(dataset.motifs.count())};
}

}  // namespace cre
