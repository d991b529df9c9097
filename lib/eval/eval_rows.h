#pragma once
// The evaluated rows, as columns per task.

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "storage/predictions.h"

namespace cre {

/// Activities of one task, l2fc. All vectors have one value a row.
struct TaskColumn {
  std::vector<double> activity;        // NaN where not measured
  std::vector<double> standard_error;  // NaN where absent
  std::vector<double> predicted;
  std::vector<double> forward;
  std::vector<double> reverse;    // empty when the reverse complement was not predicted
  std::vector<double> member_sd;  // over ensemble members; empty for a single model
  std::vector<double> low, high;  // ends of prediction intervals, NaN where there is none; empty without
  double replicate_reliability = std::numeric_limits<double>::quiet_NaN();  // by the agreement of replicates
  double scale = std::numeric_limits<double>::quiet_NaN();                  // SD that standardized the training targets
};

/// The facts of the rows; flags are empty when not known.
struct EvalRows : RowFacts {
  std::vector<std::string> tasks;               // (K)
  std::vector<Sha256Digest> sequence;           // (N) sequence_digest of the insert; empty when not known
  std::int64_t insert_length = 0;               // bases
  std::vector<std::int64_t> group;              // (N)
  std::vector<TrainNeighbour> train_neighbour;  // (N) by the audit of cre-split; empty when not known
  std::vector<double> gc;                       // (N) share of G and C among the known bases; empty when not recorded
  double interval_alpha = std::numeric_limits<double>::quiet_NaN();  // of the prediction intervals
  std::vector<TaskColumn> task;                                      // (K)

  std::size_t task_count() const { return tasks.size(); }
};

/// Indices of the rows in `split`, in file order.
std::vector<std::size_t> rows_of_split(const Predictions& predictions, Split split);

/// The rows `selected`, in that order. Throws integrity when a predicted value is not finite; `file` is for the
/// message.
EvalRows evaluation_rows(const Predictions& predictions, const std::vector<std::size_t>& selected,
                         const std::filesystem::path& file);

/// Throws input when there are fewer than three rows, or no task has three measurements: neither a correlation nor an
/// interval means anything then. `split`: nothing where all rows are evaluated.
void check_enough_rows(const EvalRows& rows, std::optional<Split> split, const std::filesystem::path& file);

}  // namespace cre
