#include "model/element_input.h"

namespace cre {
namespace {

bool keeps_motifs(const Dataset& dataset, const ElementInputOptions& options) {
  return options.motif_scores && dataset.motifs.count() > 0;
}

Residence residence(const Dataset& dataset, const ElementInputOptions& options) {
  const std::size_t scores = keeps_motifs(dataset, options) ? dataset.motifs.score.size() : 0;
  const auto bytes = static_cast<std::int64_t>(dataset.codes.size() + scores * sizeof(float));
  return residence_of(bytes, options.resident_bytes);
}

}  // namespace

ElementInput::ElementInput(const Dataset& dataset, const at::Device& device, const ElementInputOptions& options)
    : sequences(dataset.codes, dataset.construct, device, residence(dataset, options)) {
  const auto rows = static_cast<std::int64_t>(dataset.rows());
  const at::Tensor cells = at::empty({rows}, at::kLong);
  std::copy(dataset.measured.target_cell.begin(), dataset.measured.target_cell.end(), cells.data_ptr<std::int64_t>());
  target_cell = cells.to(device);
  if (keeps_motifs(dataset, options)) {
    const at::Tensor scores = at::empty({rows, static_cast<std::int64_t>(dataset.motifs.count())}, at::kFloat);
    std::copy(dataset.motifs.score.begin(), dataset.motifs.score.end(), scores.data_ptr<float>());
    motif_scores = RowTable(scores, device, residence(dataset, options));
  }
}

NetworkInput ElementInput::batch(const at::Tensor& rows, const at::Tensor& codes, at::ScalarType dtype) const {
  return {.onehot = sequences.onehot(codes, dtype),
          .motif_scores = motif_scores.defined() ? motif_scores.select(rows) : at::Tensor(),
          .target_cell = target_cell.index_select(0, rows),
          .mixup = std::nullopt};
}

void describe_residence(Description& d, std::int64_t& resident_mib) {
  d.integer(
      "resident_mib", resident_mib, between(0, 1 << 30), "MiB",
      "Sequences and motif scores of a table that take no more stay on the device; of a larger table they stay in "
      "main memory, and each batch is copied. The result does not depend on it");
}

NetworkShape network_shape(const Dataset& dataset, std::int64_t outputs) {
  return {.tasks = static_cast<std::int64_t>(dataset.task_count()),
          .length = dataset.construct.input_length(),
          .outputs = outputs,
          .motifs = static_cast<std::int64_t>(dataset.motifs.count())};
}

}  // namespace cre
