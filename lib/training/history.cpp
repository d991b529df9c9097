#include "training/history.h"

#include <nlohmann/json.hpp>

namespace cre {

std::string history_line(std::int64_t epoch, const EpochSummary& summary, const Validation& validation,
                         const std::vector<std::string>& tasks) {
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
                                       {"val", by_task},
                                       {"val_pearson_mean", validation.pearson_mean}};
  return line.dump();
}

std::string timing_line(std::int64_t epoch, double train_seconds, double validation_seconds, std::int64_t rows) {
  const nlohmann::ordered_json line = {{"epoch", epoch},
                                       {"train_seconds", train_seconds},
                                       {"validation_seconds", validation_seconds},
                                       {"samples_per_second", static_cast<double>(rows) / train_seconds}};
  return line.dump();
}

nlohmann::json pearson_by_task(const Validation& validation, const std::vector<std::string>& tasks) {
  nlohmann::json by_task;
  for (std::size_t k = 0; k < tasks.size(); ++k) by_task[tasks[k]] = validation.tasks[k].pearson;
  return by_task;
}

}  // namespace cre
