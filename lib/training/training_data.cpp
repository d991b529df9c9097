#include "training/training_data.h"

#include <algorithm>

#include "core/error.h"

namespace cre {
namespace {

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

void add_motifs(TrainingData& data, const std::vector<float>& thresholds) {
  constexpr double kSmallestDeviation = 1e-6;  // a motif that scores the same everywhere says nothing: SD 1 then
  const at::Tensor& scores = data.input.motif_scores;
  const at::Tensor threshold =
      at::from_blob(const_cast<float*>(thresholds.data()), {static_cast<std::int64_t>(thresholds.size())}, at::kFloat);
  data.motif_present = scores.ge(threshold.to(scores.device())).to(at::kFloat);
  const at::Tensor rows =
      at::from_blob(data.train_rows.data(), {static_cast<std::int64_t>(data.train_rows.size())}, at::kLong)
          .to(scores.device());
  const at::Tensor trained = scores.index_select(0, rows);
  data.motif_mean = trained.mean(0);
  const std::int64_t correction = trained.size(0) > 1 ? 1 : 0;
  data.motif_sd = trained.std(at::IntArrayRef{0}, c10::Scalar(correction));
  data.motif_sd.masked_fill_(data.motif_sd.lt(kSmallestDeviation), 1.0);
}

}  // namespace

std::vector<std::int64_t> rows_of_split(const Dataset& dataset, Split split) {
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < dataset.rows(); ++i) {
    if (dataset.measured.split[i] == split) rows.push_back(static_cast<std::int64_t>(i));
  }
  return rows;
}

TrainingData load_training_data(const Dataset& dataset, const std::string& file, const SamplingConfig& sampling,
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
  const Sampler sampler(sampling, dataset, train);
  TrainingData data{.input = ElementInput(dataset, device),
                    .target = target.to(device),
                    .weight = weight.to(device),
                    .motif_present = {},
                    .motif_mean = {},
                    .motif_sd = {},
                    .train_rows = std::move(train),
                    .val_rows = std::move(val),
                    .sampler = sampler};
  if (data.input.motif_scores.defined()) add_motifs(data, dataset.motifs.threshold);
  return data;
}

}  // namespace cre
