#include "storage/pooled_predictions.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/text.h"

namespace cre {

namespace {

namespace fs = std::filesystem;

/// Calls visit(a's array, b's array) for every array of a row's predictions.
template <class Visit>
void visit_arrays(Predictions& a, const Predictions& b, Visit visit) {
  for (const auto member : {&Predictions::predicted, &Predictions::forward, &Predictions::reverse,
                            &Predictions::member_sd, &Predictions::low, &Predictions::high}) {
    visit(a.*member, b.*member);
  }
}

void add_to(std::vector<double>& sums, const std::vector<double>& values) {
  std::transform(sums.begin(), sums.end(), values.begin(), sums.begin(), std::plus<>());
}

void divide(std::vector<double>& sums, double by) {
  for (double& value : sums) {
    value /= by;
  }
}

/// What of the intervals holds for all folds: alpha, and where they are from.
std::string pooled_intervals(const std::string& first) {
  nlohmann::json json = nlohmann::json::parse(first);
  json.erase("per_task");
  return json.dump();
}

}  // namespace

void FoldPool::check_same(const Predictions& fold, const fs::path& file) const {
  const auto refuse = [&](const char* what) {
    fail(ErrorKind::integrity, file, ": ", what, " than ", first_, "; pool the folds of one cross-validation");
  };
  if (fold.tasks != all_.tasks) {
    refuse("has other tasks");
  }
  if (fold.measured.id != all_.measured.id || fold.measured.sequence != all_.measured.sequence) {
    refuse("has other rows");
  }
  if (fold.reverse.size() != all_.reverse.size() || fold.model_weight.empty() != all_.model_weight.empty() ||
      fold.member_sd.size() != all_.member_sd.size() || fold.low.size() != all_.low.size() ||
      fold.measured.train_neighbour.size() != all_.measured.train_neighbour.size()) {
    refuse("was predicted with other strands, members or intervals, or split by another version");
  }
}

void FoldPool::add(Predictions&& fold, const fs::path& file) {
  ++folds_;
  const std::vector<Split> split = fold.measured.split;
  if (folds_ == 1) {
    first_ = file;
    all_ = std::move(fold);
    for (const Split one : split) {
      tested_.push_back(one == Split::test);
    }
    return;
  }
  check_same(fold, file);
  const std::size_t tasks = all_.tasks.size();
  for (std::size_t row = 0; row < split.size(); ++row) {
    if (split[row] != Split::test) {
      continue;
    }
    if (tested_[row]) {
      fail(ErrorKind::integrity, file, ": tests element ", all_.measured.id[row],
           ", which another of the files tests, too; pool the folds of one cross-validation");
    }
    tested_[row] = true;
    if (!all_.measured.train_neighbour.empty()) {
      all_.measured.train_neighbour[row] = fold.measured.train_neighbour[row];
    }
    visit_arrays(all_, fold, [&](std::vector<float>& to, const std::vector<float>& from) {
      if (!to.empty()) {
        const auto first = from.begin() + static_cast<std::ptrdiff_t>(row * tasks);
        std::copy_n(first, tasks, to.begin() + static_cast<std::ptrdiff_t>(row * tasks));
      }
    });
  }
  add_to(all_.scaler.mean, fold.scaler.mean);
  add_to(all_.scaler.sd, fold.scaler.sd);
  add_to(all_.scaler.low, fold.scaler.low);
  add_to(all_.scaler.high, fold.scaler.high);
  all_.model_weight.insert(all_.model_weight.end(), fold.model_weight.begin(), fold.model_weight.end());
  all_.model_sha256.insert(all_.model_sha256.end(), fold.model_sha256.begin(), fold.model_sha256.end());
}

Predictions FoldPool::pooled() && {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < tested_.size(); ++row) {
    if (tested_[row]) {
      rows.push_back(row);
    }
  }
  if (rows.empty()) {
    fail(ErrorKind::integrity, first_, ": neither it nor the other folds test any row");
  }
  const std::size_t tasks = all_.tasks.size();
  MeasuredRows& measured = all_.measured;
  select_rows(measured, rows, tasks);
  measured.sequence = select_entries(measured.sequence, rows);
  measured.group = select_entries(measured.group, rows);
  measured.train_neighbour = select_entries(measured.train_neighbour, rows);
  measured.split.assign(rows.size(), Split::test);
  visit_arrays(all_, all_, [&](std::vector<float>& values, const std::vector<float>&) {
    values = select_entries(values, rows, tasks);
  });
  all_.gc = select_entries(all_.gc, rows);
  const auto folds = static_cast<double>(folds_);
  divide(all_.scaler.mean, folds);
  divide(all_.scaler.sd, folds);
  divide(all_.scaler.low, folds);
  divide(all_.scaler.high, folds);
  if (!all_.intervals.empty()) {
    all_.intervals = pooled_intervals(all_.intervals);
  }
  return std::move(all_);
}

void run_pool(const std::vector<fs::path>& files, StageRun& stage) {
  FoldPool pool;
  for (const fs::path& file : files) {
    stage.artifact_input("fold", file);
    pool.add(load_predictions(file), file);
  }
  const Predictions pooled = std::move(pool).pooled();
  stage.count("folds", static_cast<std::int64_t>(files.size()));
  stage.count("rows", static_cast<std::int64_t>(pooled.measured.rows()));
  save_predictions(stage.output("predictions", "predictions.h5"), pooled);
}

}  // namespace cre
