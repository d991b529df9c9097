#include "train/data/training_data.h"

#include <algorithm>

#include "core/error.h"

namespace cre {
namespace {

// (N, M), a view.
at::Tensor motif_scores(const Dataset& dataset) {
  return at::from_blob(const_cast<float*>(dataset.motifs.score.data()),
                       {static_cast<std::int64_t>(dataset.rows()), static_cast<std::int64_t>(dataset.motifs.count())},
                       at::kFloat);
}

at::Tensor motif_present(const Dataset& dataset) {
  const std::vector<float>& threshold = dataset.motifs.threshold;
  return motif_scores(dataset).ge(
      at::from_blob(const_cast<float*>(threshold.data()), {static_cast<std::int64_t>(threshold.size())}, at::kFloat));
}

void check_rows(const Dataset& dataset, const std::vector<std::int64_t>& train, const std::vector<std::int64_t>& val,
                const std::string& file) {
  if (train.empty() || val.empty()) {
    fail(ErrorKind::input, file, ": has ", train.size(), " training and ", val.size(),
         " validation rows; training needs both (see the fractions of the split)");
  }
  const std::size_t tasks = dataset.task_count();
  for (std::size_t k = 0; k < tasks; ++k) {
    const bool measured = std::any_of(train.begin(), train.end(), [&](std::int64_t row) {
      return dataset.measured.mask[static_cast<std::size_t>(row) * tasks + k] != 0;
    });
    if (!measured) {
      fail(ErrorKind::input, file, ": task ", dataset.tasks[k], " has no measured value in the training rows");
    }
  }
}

void add_motif_scale(TrainingData& data, const Dataset& dataset, const at::Device& device) {
  constexpr double kSmallestDeviation = 1e-6;  // a motif that scores the same everywhere says nothing: SD 1 then
  const at::Tensor rows =
      at::from_blob(data.train_rows.data(), {static_cast<std::int64_t>(data.train_rows.size())}, at::kLong);
  const at::Tensor trained = motif_scores(dataset).index_select(0, rows);
  const std::int64_t correction = trained.size(0) > 1 ? 1 : 0;
  at::Tensor deviation = trained.std(at::IntArrayRef{0}, c10::Scalar(correction));
  deviation.masked_fill_(deviation.lt(kSmallestDeviation), 1.0);
  data.motif_mean = trained.mean(0).to(device);
  data.motif_sd = deviation.to(device);
}

}  // namespace

std::vector<std::int64_t> rows_of_split(const Dataset& dataset, Split split) {
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < dataset.rows(); ++i) {
    const auto mask = dataset.measured.mask.begin() + static_cast<std::ptrdiff_t>(i * dataset.task_count());
    const bool measured = std::any_of(mask, mask + static_cast<std::ptrdiff_t>(dataset.task_count()),
                                      [](std::uint8_t task) { return task != 0; });
    if (measured && dataset.measured.split[i] == split) {
      rows.push_back(static_cast<std::int64_t>(i));
    }
  }
  return rows;
}

TrainingData load_training_data(const Dataset& dataset, const std::string& file, const TrainingDataOptions& options,
                                const at::Device& device) {
  std::vector<std::int64_t> train = rows_of_split(dataset, Split::train), val = rows_of_split(dataset, Split::val);
  check_rows(dataset, train, val, file);
  const std::vector<std::int64_t> shape = {static_cast<std::int64_t>(dataset.rows()),
                                           static_cast<std::int64_t>(dataset.task_count())};
  const at::Tensor target = at::empty(shape, at::kFloat), weight = at::empty(shape, at::kFloat);
  std::copy(dataset.target.begin(), dataset.target.end(), target.data_ptr<float>());
  std::transform(dataset.measured.weight.begin(), dataset.measured.weight.end(), dataset.measured.mask.begin(),
                 weight.data_ptr<float>(),
                 [](float element, std::uint8_t measured) { return measured != 0 ? element : 0.0F; });
  const Sampler sampler(options.sampling, dataset, train);
  const bool has_motifs = dataset.motifs.count() > 0;
  const ElementInputOptions input{.motif_scores = options.motifs == MotifPrior::concatenate,
                                  .resident_bytes = options.resident_bytes};
  TrainingData data{.input = ElementInput(dataset, device, input),
                    .target = target.to(device),
                    .weight = weight.to(device),
                    .motif_present = {},
                    .motif_mean = {},
                    .motif_sd = {},
                    .train_rows = std::move(train),
                    .val_rows = std::move(val),
                    .sampler = sampler};
  if (has_motifs && options.motifs != MotifPrior::none) {
    add_motif_scale(data, dataset, device);
  }
  if (has_motifs && options.motifs == MotifPrior::auxiliary) {
    const at::Tensor present = motif_present(dataset);
    data.motif_present = RowTable(present, device, residence_of(present.numel(), options.resident_bytes));
  }
  return data;
}

}  // namespace cre
