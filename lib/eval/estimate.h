#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "statistics/interval.h"
#include "statistics/interval_choice.h"

namespace cre {

/// A measure on all rows and its bootstrap interval; NaN where undefined.
struct Estimate {
  double value;
  Interval interval;
  IntervalMethod method = IntervalMethod::percentile;
  std::string why = {};  // why the value is undefined, where that is known
};

/// {"value", "low", "high", "skipped", "method"}; "flagged": true when more than 1 % of the resamples were skipped;
/// "why" where the value is undefined.
nlohmann::ordered_json estimate_json(const Estimate& estimate, std::int64_t resamples);

/// The cells value, low and high, each after a tab; "NA" where undefined.
std::string estimate_cells(const Estimate& estimate);

/// The number as it stands in tables: "NA" where undefined.
std::string number_cell(double value);

}  // namespace cre
