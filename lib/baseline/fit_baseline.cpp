#include "baseline/fit_baseline.h"

#include <algorithm>
#include <cmath>

#include "baseline/baseline_rows.h"
#include "baseline/feature_scale.h"
#include "baseline/linear_outputs.h"
#include "baseline/ridge.h"
#include "core/error.h"
#include "core/progress.h"

namespace cre {

namespace {

CrossProducts group_products(const FeatureReader& reader, const Dataset& dataset, const std::vector<std::size_t>& rows,
                             const TaskGroup& group, unsigned threads, Progress& progress) {
  const std::vector<double> targets = group_targets(dataset, rows, group.tasks);
  CrossProducts sums(reader.size(), group.tasks.size());
  for_each_block(reader, rows, threads, [&](std::size_t first, const FeatureBlock& block) {
    add_block(block, std::span(group.weights).subspan(first, block.rows),
              std::span(targets).subspan(first * group.tasks.size(), block.rows * group.tasks.size()), threads, sums);
    progress.advance(block.rows);
  });
  return sums;
}

/// Of one task, from the outputs (rows, S, tasks of the group) of its group. Measured values are as they are, l2fc:
/// winsorising is for training.
PenaltyPath path_of_task(const Dataset& dataset, const std::vector<std::size_t>& rows, std::size_t task,
                         const std::vector<double>& outputs, std::size_t k, const RidgePath& path) {
  std::vector<double> measured;
  std::vector<std::vector<double>> predicted(path.penalties);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!is_measured(dataset, rows[i], task)) {
      continue;
    }
    measured.push_back(dataset.measured.activity[rows[i] * dataset.task_count() + task]);
    for (std::size_t s = 0; s < path.penalties; ++s) {
      const double standardized = outputs[(i * path.penalties + s) * path.targets + k];
      predicted[s].push_back(dataset.scaler.restore(standardized, task));
    }
  }
  return penalty_path(dataset.tasks[task], measured, predicted);
}

/// The path of one group, and where its tasks are in it.
struct FittedGroup {
  RidgePath path;
  std::vector<std::size_t> tasks;
};

void take_chosen(const FittedGroup& group, BaselineFit& fit) {
  const std::size_t tasks = fit.offset.size(), features = fit.reader.size();
  for (std::size_t k = 0; k < group.tasks.size(); ++k) {
    const std::size_t task = group.tasks[k], chosen = fit.paths[task].chosen;
    fit.offset[task] = group.path.offset[chosen * group.path.targets + k];
    for (std::size_t i = 0; i < features; ++i) {
      fit.slope[i * tasks + task] = group.path.slope[(i * group.path.penalties + chosen) * group.path.targets + k];
    }
  }
}

/// The features that vary. Words that many rows have are quicker as dense features.
FeatureChoice features_that_vary(const FeatureReader& all, const FeatureScale& scale) {
  constexpr double kDenseShare = 0.25;
  FeatureChoice choice;
  choice.center = scale.mean;
  for (std::size_t feature = 0; feature < all.size(); ++feature) {
    if (scale.varies[feature]) {
      const bool is_sparse = all.is_word(feature) && scale.share[feature] < kDenseShare;
      (is_sparse ? choice.sparse : choice.dense).push_back(feature);
    }
  }
  return choice;
}

std::vector<double> values_at(const std::vector<double>& values, const std::vector<std::size_t>& places) {
  std::vector<double> out;
  for (const std::size_t place : places) {
    out.push_back(values[place]);
  }
  return out;
}

}  // namespace

double scaled_penalty(double penalty, std::size_t features) {
  return penalty * static_cast<double>(features);
}

BaselineFit fit_baseline(const BaselineConfig& config, const Dataset& dataset, const std::string& file,
                         unsigned threads) {
  const std::vector<std::size_t> train = rows_in_split(dataset, Split::train), val = rows_in_split(dataset, Split::val);
  if (train.empty() || val.empty()) {
    fail(ErrorKind::input, file, ": has ", train.size(), " training and ", val.size(),
         " validation rows; the baseline needs both (see the fractions of the split)");
  }
  const std::vector<TaskGroup> groups = task_groups(dataset, train, config.element_weights, file);
  const FeatureReader all(config, dataset);
  const FeatureScale scale = feature_scale(all, train, threads);
  BaselineFit fit{.reader = all.of_features(features_that_vary(all, scale)), .mean = {}, .sd = {}};
  fit.mean = values_at(scale.mean, fit.reader.sources());
  fit.sd = values_at(scale.sd, fit.reader.sources());
  fit.constant_features = all.size() - fit.reader.size();
  std::vector<double> penalties;
  for (const double penalty : config.penalties) {
    penalties.push_back(scaled_penalty(penalty, fit.reader.size()));
  }

  fit.paths.resize(dataset.task_count());
  fit.training_rows.resize(dataset.task_count());
  std::vector<FittedGroup> fitted;
  Progress progress("fitting", train.size() * groups.size(), "rows");
  for (const TaskGroup& group : groups) {
    CrossProducts sums = group_products(fit.reader, dataset, train, group, threads, progress);
    const RidgePath path = ridge_path(std::move(sums), fit.sd, penalties, threads);
    const std::vector<double> outputs = linear_outputs(fit.reader, val, path.slope, path.offset, threads);
    for (std::size_t k = 0; k < group.tasks.size(); ++k) {
      fit.paths[group.tasks[k]] = path_of_task(dataset, val, group.tasks[k], outputs, k, path);
      fit.training_rows[group.tasks[k]] = static_cast<std::size_t>(
          std::count_if(group.weights.begin(), group.weights.end(), [](double weight) { return weight > 0.0; }));
    }
    fitted.push_back({path, group.tasks});
  }
  choose_penalties(fit.paths);
  fit.offset.resize(dataset.task_count());
  fit.slope.resize(fit.reader.size() * dataset.task_count());
  for (const FittedGroup& group : fitted) {
    take_chosen(group, fit);
  }
  return fit;
}

}  // namespace cre
