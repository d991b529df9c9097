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

}  // namespace

std::vector<std::int64_t> rows_of_split(const Dataset& dataset, Split split) {
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < dataset.rows(); ++i) {
    if (dataset.measured.split[i] == split) rows.push_back(static_cast<std::int64_t>(i));
  }
  return rows;
}

TrainingData load_training_data(const Dataset& dataset, const std::string& file, const at::Device& device) {
  std::vector<std::int64_t> train = rows_of_split(dataset, Split::train), val = rows_of_split(dataset, Split::val);
  check_rows(dataset, train, val, file);
  const std::vector<std::int64_t> shape = {static_cast<std::int64_t>(dataset.rows()),
                                           static_cast<std::int64_t>(dataset.task_count())};
  const at::Tensor target = at::empty(shape, at::kFloat), weight = at::empty(shape, at::kFloat);
  std::copy(dataset.target.begin(), dataset.target.end(), target.data_ptr<float>());
  std::transform(dataset.measured.weight.begin(), dataset.measured.weight.end(), dataset.measured.mask.begin(),
                 weight.data_ptr<float>(),
                 [](float element, std::uint8_t measured) { return measured != 0 ? element : 0.0F; });
  return {.input = SequenceInput(dataset.codes, dataset.construct, device),
          .target = target.to(device),
          .weight = weight.to(device),
          .train_rows = std::move(train),
          .val_rows = std::move(val)};
}

}  // namespace cre
