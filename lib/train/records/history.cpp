#include "train/records/history.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/text.h"

namespace cre {

std::string history_line(std::int64_t epoch, const EpochSummary& summary, std::int64_t skipped_steps,
                         const Validation& validation, const std::vector<std::string>& tasks) {
  nlohmann::ordered_json by_task;
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    const TaskValidation& task = validation.tasks[k];
    by_task[tasks[k]] = {{"pearson", task.pearson}, {"spearman", task.spearman}, {"rmse", task.rmse}};
  }
  const nlohmann::ordered_json line = {{"epoch", epoch},
                                       {"train_loss", summary.loss},
                                       {"consistency", summary.consistency},
                                       {"motif_loss", summary.motif_loss},
                                       {"task_weights", summary.task_weights},
                                       {"val_loss", validation.loss},
                                       {"lr", summary.learning_rate},
                                       {"gradient_norm", summary.gradient_norm},
                                       {"steps", summary.steps},
                                       {"skipped_steps", skipped_steps},
                                       {"val", by_task},
                                       {"val_pearson_mean", validation.pearson_mean},
                                       {"val_mse_mean", validation.mse_mean},
                                       {"val_min_gap_mean", validation.min_gap_mean},
                                       {"val_top_cell_share", validation.top_cell_share},
                                       {"val_strand_pearson", validation.strand_pearson}};
  return line.dump();
}

std::string timing_line(std::int64_t epoch, const EpochTimes& seconds, std::int64_t visits) {
  const nlohmann::ordered_json line = {{"epoch", epoch},
                                       {"train_seconds", seconds.train},
                                       {"validation_seconds", seconds.validation},
                                       {"network_seconds", seconds.network},
                                       {"samples_per_second", static_cast<double>(visits) / seconds.train}};
  return line.dump();
}

nlohmann::json pearson_by_task(const Validation& validation, const std::vector<std::string>& tasks) {
  nlohmann::json by_task;
  for (std::size_t k = 0; k < tasks.size(); ++k) by_task[tasks[k]] = validation.tasks[k].pearson;
  return by_task;
}

namespace {

using OrderedJson = nlohmann::ordered_json;

// Every number of a line under its dotted name, in order.
void flatten(const OrderedJson& value, const std::string& name, std::vector<std::pair<std::string, std::string>>& out) {
  if (value.is_structured()) {
    for (const auto& item : value.items())
      flatten(item.value(), name.empty() ? item.key() : name + "." + item.key(), out);
  } else {
    out.emplace_back(name, value.is_null() ? "NA" : value.dump());
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

std::string history_table(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    std::vector<std::pair<std::string, std::string>> cells;
    flatten(OrderedJson::parse(line), "", cells);
    std::vector<std::string> names, values;
    for (const auto& [name, value] : cells) {
      names.push_back(name);
      values.push_back(value);
    }
    if (text.empty()) text = join(names, "\t") + "\n";
    text += join(values, "\t") + "\n";
  }
  return text;
}

double stable_share(const std::vector<std::string>& lines, const std::vector<std::string>& tasks, std::int64_t epochs) {
  const std::size_t count = std::min(lines.size(), static_cast<std::size_t>(epochs));
  if (count < 2) return 1.0;
  std::size_t stable = 0;
  for (const std::string& task : tasks) {
    std::vector<double> values;
    for (std::size_t i = lines.size() - count; i < lines.size(); ++i) {
      const nlohmann::json value = nlohmann::json::parse(lines[i]).at("val").at(task).at("pearson");
      if (value.is_number()) values.push_back(value.get<double>());
    }
    stable += values.size() > 1 && slope(values) >= 0.0 ? 1 : 0;
  }
  return static_cast<double>(stable) / static_cast<double>(tasks.size());
}

}  // namespace cre
