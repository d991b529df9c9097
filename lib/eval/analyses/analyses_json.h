#pragma once
// The analyses as parts of metrics.json. Undefined numbers are null; a part that cannot be there says why.

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eval/analyses/analyses.h"

namespace cre {

/// By kind of strata.
nlohmann::ordered_json strata_json(const Analyses& analyses, const std::vector<std::string>& tasks,
                                   std::int64_t resamples);

/// Top cells and pairs of cells.
nlohmann::ordered_json specificity_json(const Analyses& analyses, const std::vector<std::string>& tasks,
                                        std::int64_t resamples);

/// By quintiles of the minimum gap; null without them.
nlohmann::ordered_json gap_trend_json(const Analyses& analyses);

/// By task.
nlohmann::ordered_json calibration_json(const Analyses& analyses, const std::vector<std::string>& tasks,
                                        std::int64_t resamples);
nlohmann::ordered_json residuals_json(const Analyses& analyses, const std::vector<std::string>& tasks);

nlohmann::ordered_json outliers_json(const Analyses& analyses);

/// By task and by strata; null without prediction intervals.
nlohmann::ordered_json coverage_json(const Analyses& analyses, const std::vector<std::string>& tasks);

/// By task; null for a single model.
nlohmann::ordered_json spread_json(const Analyses& analyses, const std::vector<std::string>& tasks);

/// By whether rows have a neighbour in training; null where that is not known.
nlohmann::ordered_json related_json(const Analyses& analyses, const std::vector<std::string>& tasks,
                                    std::int64_t resamples);

}  // namespace cre
