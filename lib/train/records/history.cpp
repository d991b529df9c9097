#include "train/records/history.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/text.h"

namespace cre {

nlohmann::ordered_json history_line(const EpochRecord& record, const std::vector<std::string>& tasks) {
  const EpochSummary& summary = record.summary;
  const Validation& validation = record.validation;
  nlohmann::ordered_json by_task;
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    const TaskValidation& task = validation.tasks[k];
    by_task[tasks[k]] = {{"pearson", task.pearson}, {"spearman", task.spearman}, {"rmse", task.rmse}};
  }
  return {{"epoch", record.epoch},
          {"train_loss", summary.loss},
          {"consistency", summary.consistency},
          {"motif_loss", summary.motif_loss},
          {"task_weights", summary.task_weights},
          {"val_loss", validation.loss},
          {"lr", summary.learning_rate},
          {"gradient_norm", summary.gradient_norm},
          {"steps", summary.steps},
          {"skipped_steps", record.skipped_steps},
          {"val", by_task},
          {"val_pearson_mean", validation.pearson_mean},
          {"val_mse_mean", validation.mse_mean},
          {"val_min_gap_mean", validation.min_gap_mean},
          {"val_top_cell_share", validation.top_cell_share},
          {"val_strand_pearson", validation.strand_pearson}};
}

nlohmann::ordered_json timing_line(const EpochRecord& record) {
  return {{"epoch", record.epoch},
          {"train_seconds", record.summary.seconds},
          {"validation_seconds", record.validation_seconds},
          {"network_seconds", record.network_seconds()},
          {"samples_per_second", static_cast<double>(record.planned_visits) / record.summary.seconds}};
}

EpochRecord record_of_lines(const nlohmann::json& history, const nlohmann::json& timing,
                            const std::vector<std::string>& tasks) {
  const auto number = [](const nlohmann::json& value) {
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
  };
  EpochRecord record;
  record.epoch = history.at("epoch");
  EpochSummary& summary = record.summary;
  summary.steps = history.at("steps");
  summary.loss = number(history.at("train_loss"));
  summary.consistency = number(history.at("consistency"));
  summary.motif_loss = number(history.at("motif_loss"));
  summary.gradient_norm = number(history.at("gradient_norm"));
  summary.learning_rate = number(history.at("lr"));
  for (const nlohmann::json& weight : history.at("task_weights")) {
    summary.task_weights.push_back(number(weight));
  }
  summary.seconds = timing.at("train_seconds");
  summary.network_seconds = timing.at("network_seconds");
  record.skipped_steps = history.at("skipped_steps");
  const double rate = number(timing.at("samples_per_second"));
  record.planned_visits = std::isfinite(rate) ? std::llround(rate * summary.seconds) : 0;
  record.validation_seconds = timing.at("validation_seconds");
  Validation& validation = record.validation;
  validation.loss = number(history.at("val_loss"));
  for (const std::string& name : tasks) {
    const nlohmann::json& task = history.at("val").at(name);
    validation.tasks.push_back({number(task.at("pearson")), number(task.at("spearman")), number(task.at("rmse"))});
  }
  validation.pearson_mean = number(history.at("val_pearson_mean"));
  validation.mse_mean = number(history.at("val_mse_mean"));
  validation.min_gap_mean = number(history.at("val_min_gap_mean"));
  validation.top_cell_share = number(history.at("val_top_cell_share"));
  validation.strand_pearson = number(history.at("val_strand_pearson"));
  return record;
}

nlohmann::json pearson_by_task(const Validation& validation, const std::vector<std::string>& tasks) {
  nlohmann::json by_task;
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    by_task[tasks[k]] = validation.tasks[k].pearson;
  }
  return by_task;
}

namespace {

using OrderedJson = nlohmann::ordered_json;

// Every number of a line under its dotted name, in order.
void flatten(const OrderedJson& value, const std::string& name, std::vector<std::pair<std::string, std::string>>& out) {
  if (value.is_structured()) {
    for (const auto& item : value.items()) {
      flatten(item.value(), name.empty() ? item.key() : name + "." + item.key(), out);
    }
  } else {
    const std::string text = value.dump();  // NaN becomes null
    out.emplace_back(name, text == "null" ? "NA" : text);
  }
}

// Least-squares slope of values at 0, 1, 2, ...
double slope(const std::vector<double>& values) {
  const double middle = (static_cast<double>(values.size()) - 1.0) / 2.0;
  double products = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = static_cast<double>(i) - middle;
    products += x * values[i];
    squares += x * x;
  }
  return products / squares;
}

}  // namespace

std::string history_table(const std::vector<EpochRecord>& records, const std::vector<std::string>& tasks) {
  std::string text;
  for (const EpochRecord& record : records) {
    std::vector<std::pair<std::string, std::string>> cells;
    flatten(history_line(record, tasks), "", cells);
    std::vector<std::string> names, values;
    for (const auto& [name, value] : cells) {
      names.push_back(name);
      values.push_back(value);
    }
    if (text.empty()) {
      text = join(names, "\t") + "\n";
    }
    text += join(values, "\t") + "\n";
  }
  return text;
}

double stable_share(const std::vector<EpochRecord>& records, std::int64_t epochs) {
  const std::size_t count = std::min(records.size(), static_cast<std::size_t>(epochs));
  if (count < 2) {
    return 1.0;
  }
  const std::size_t tasks = records.back().validation.tasks.size();
  std::size_t stable = 0;
  for (std::size_t task = 0; task < tasks; ++task) {
    std::vector<double> values;
    for (std::size_t i = records.size() - count; i < records.size(); ++i) {
      const double pearson = records[i].validation.tasks[task].pearson;
      if (std::isfinite(pearson)) {
        values.push_back(pearson);
      }
    }
    stable += values.size() > 1 && slope(values) >= 0.0 ? 1 : 0;
  }
  return static_cast<double>(stable) / static_cast<double>(tasks);
}

}  // namespace cre
