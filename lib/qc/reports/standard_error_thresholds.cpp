#include "qc/reports/standard_error_thresholds.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "qc/reading/measured_task.h"
#include "qc/reports/standard_error_comparison.h"
#include "statistics/inverse_variance_weight.h"
#include "storage/elements.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFirstTenth = 3, kLastTenth = 10;  // thresholds in tenths: 0.3 is no sum of 0.1

double threshold(std::size_t i) {
  return (kFirstTenth + static_cast<int>(i)) / 10.0;
}

/// By one threshold.
struct Kept {
  std::int64_t by_a = 0, by_b = 0;
  double weight = 0.0;  // of those by A
};

/// What the rules look at in one row.
struct RowErrors {
  double largest = 0.0;  // of the measured tasks
  double target = 0.0;   // of the target cell; 0 when it is not measured there
  bool has_target = false;
  double weight = 0.0;  // sum over the tasks
};

RowErrors errors_of(const MeasuredTable& table, const QcConfig& config, std::size_t row) {
  RowErrors out;
  out.has_target = table.target_cell[row] != kUnknownCell;
  for (std::size_t task = 0; task < table.tasks; ++task) {
    const double error = table.standard_error_of(row, task);
    if (!is_measured(table, config, row, task) || std::isnan(error)) {
      continue;
    }
    out.largest = std::max(out.largest, error);
    out.weight += inverse_variance_weight(error);
    if (out.has_target && static_cast<std::size_t>(table.target_cell[row]) == task) {
      out.target = error;
    }
  }
  return out;
}

}  // namespace

Json standard_error_thresholds(const MeasuredTable& table, const QcConfig& config, const std::vector<Rule>& rules,
                               const RuleOutcome& outcome) {
  if (!config.has_standard_errors()) {
    return nullptr;
  }
  std::array<Kept, kLastTenth - kFirstTenth + 1> kept{};
  double weight = 0.0;
  visit_standard_error_candidates(rules, outcome, [&](std::size_t row) {
    const RowErrors errors = errors_of(table, config, row);
    weight += errors.weight;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const bool by_a = errors.largest <= threshold(i);
      kept[i].by_a += by_a ? 1 : 0;
      kept[i].by_b += errors.has_target && errors.target <= threshold(i) ? 1 : 0;
      kept[i].weight += by_a ? errors.weight : 0.0;
    }
  });
  Json out = Json::array();
  for (std::size_t i = 0; i < kept.size(); ++i) {
    out.push_back({{"threshold", threshold(i)},
                   {"A", kept[i].by_a},
                   {"B", config.columns.target_cell ? Json(kept[i].by_b) : Json()},
                   {"weight", kept[i].weight / weight}});
  }
  return out;
}

}  // namespace cre
