#pragma once
// The lines of history.jsonl and timing.jsonl.

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "training/train_epoch.h"
#include "training/validation.h"

namespace cre {

/// One epoch without any time in it, so equal trainings give equal lines. Undefined correlations are null.
std::string history_line(std::int64_t epoch, const EpochSummary& summary, const Validation& validation,
                         const std::vector<std::string>& tasks);

/// What varies between equal runs.
std::string timing_line(std::int64_t epoch, double train_seconds, double validation_seconds, std::int64_t rows);

/// {task: r}; undefined correlations are null.
nlohmann::json pearson_by_task(const Validation& validation, const std::vector<std::string>& tasks);

}  // namespace cre
