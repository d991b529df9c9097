#include "baseline/baseline_json.h"

#include <algorithm>

#include "core/json_text.h"

namespace cre {

namespace {

nlohmann::json number_list(const std::vector<double>& values) {
  nlohmann::json out = nlohmann::json::array();
  for (const double value : values) {
    out.push_back(number_or_null(value));
  }
  return out;
}

}  // namespace

nlohmann::json baseline_json(const BaselineConfig& config, const BaselineFit& fit) {
  nlohmann::json tasks = nlohmann::json::object();
  for (std::size_t k = 0; k < fit.paths.size(); ++k) {
    const PenaltyPath& path = fit.paths[k];
    tasks[path.task] = {{"training_rows", fit.training_rows[k]},
                        {"validation_rows", path.validation_rows},
                        {"penalty", config.penalties[path.chosen]},
                        {"scaled_penalty", scaled_penalty(config.penalties[path.chosen], fit.reader.size())},
                        {"val_pearson", number_or_null(path.pearson[path.chosen])},
                        {"path", {{"val_pearson", number_list(path.pearson)}, {"val_mse", number_list(path.mse)}}}};
  }
  const std::vector<std::size_t>& sources = fit.reader.sources();
  const auto is_word = [&](std::size_t source) { return fit.reader.is_word(source); };
  return {{"features", fit.reader.size()},
          {"word_features", std::count_if(sources.begin(), sources.end(), is_word)},
          {"constant_features", fit.constant_features},
          {"penalties", config.penalties},
          {"tasks", std::move(tasks)}};
}

}  // namespace cre
