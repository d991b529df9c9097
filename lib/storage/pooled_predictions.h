#pragma once
// The predictions of a cross-validation as one file: every row as the fold predicts it that tests it.

#include <filesystem>
#include <vector>

#include "core/stage_run.h"
#include "storage/predictions.h"

namespace cre {

/// Takes the folds one after the other, so that two are held at most.
class FoldPool {
 public:
  /// `file` names a fold in errors. Throws integrity when its rows, tasks or arrays are not those of the first, and
  /// when it tests a row that another one tests.
  void add(Predictions&& fold, const std::filesystem::path& file);

  /// All tested rows in their order, as test rows; others are left out. The scaler is the mean of those of the folds,
  /// the intervals are each row's own. Throws integrity when no row was tested.
  Predictions pooled() &&;

 private:
  void check_same(const Predictions& fold, const std::filesystem::path& file) const;

  Predictions all_;
  std::size_t folds_ = 0;
  std::vector<bool> tested_;  // (N)
  std::filesystem::path first_;
};

/// What cre-predict and cre-baseline do with --pool: predictions.h5 of the folds in, one predictions.h5 out.
void run_pool(const std::vector<std::filesystem::path>& files, StageRun& stage);

}  // namespace cre
