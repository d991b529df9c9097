#pragma once
// The lines of history.jsonl and timing.jsonl.

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "train/train_epoch.h"
#include "train/validation.h"

namespace cre {

/// One epoch without any time in it, so equal trainings give equal lines. skipped_steps: since the training began.
/// Undefined correlations are null.
std::string history_line(std::int64_t epoch, const EpochSummary& summary, std::int64_t skipped_steps,
                         const Validation& validation, const std::vector<std::string>& tasks);

/// Seconds of an epoch: they vary between equal runs.
struct EpochTimes {
  double train = 0.0, validation = 0.0;
  double network = 0.0;  // of both, in the network: forward, loss, backward, optimizer, and predictions for validation
};

/// visits: of the epoch.
std::string timing_line(std::int64_t epoch, const EpochTimes& seconds, std::int64_t visits);

/// history.jsonl as a table for plotting: a line an epoch, a column a number, tab-separated, with a header. Values that
/// belong to a task have columns like val.K562.pearson; undefined ones are NA.
std::string history_table(const std::vector<std::string>& lines);

/// The share of tasks whose validation Pearson did not fall over the last `epochs` epochs: the slope of a straight line
/// through them is at least 0. 1 with fewer than two epochs.
double stable_share(const std::vector<std::string>& lines, const std::vector<std::string>& tasks, std::int64_t epochs);

/// {task: r}; undefined correlations are null.
nlohmann::json pearson_by_task(const Validation& validation, const std::vector<std::string>& tasks);

}  // namespace cre
