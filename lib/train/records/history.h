#pragma once
// Records of epochs as text: the lines of history.jsonl and timing.jsonl, and what is made of them.

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "train/records/epoch_record.h"

namespace cre {

/// A line of history.jsonl: no times, so equal trainings give equal lines. Undefined correlations are null.
nlohmann::ordered_json history_line(const EpochRecord& record, const std::vector<std::string>& tasks);

/// A line of timing.jsonl.
nlohmann::ordered_json timing_line(const EpochRecord& record);

/// The record that has these lines; what they do not tell is 0.
EpochRecord record_of_lines(const nlohmann::json& history, const nlohmann::json& timing,
                            const std::vector<std::string>& tasks);

/// history.jsonl as a table for plotting: a line an epoch, a column a number, tab-separated, with a header. Values that
/// belong to a task have columns like val.K562.pearson; undefined ones are NA.
std::string history_table(const std::vector<EpochRecord>& records, const std::vector<std::string>& tasks);

/// The share of tasks whose validation Pearson did not fall over the last `epochs` epochs: the slope of a straight line
/// through them is at least 0. 1 with fewer than two epochs.
double stable_share(const std::vector<EpochRecord>& records, std::int64_t epochs);

/// {task: r}; undefined correlations are null.
nlohmann::json pearson_by_task(const Validation& validation, const std::vector<std::string>& tasks);

}  // namespace cre
