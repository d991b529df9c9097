#include "eval/measures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "statistics/correlation.h"
#include "statistics/lanes.h"
#include "statistics/prediction_error.h"

namespace cre {

namespace {

using Pairs = PairedValues;
using Resample = ResampledPairs;

double rmse(const Pairs& pairs) {
  return std::sqrt(mean_squared_error(pairs.measured, pairs.predicted));
}

double mean_predicted(const Pairs& pairs) {
  if (pairs.size() == 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double sum = sum_in_lanes(pairs.size(), [&](std::size_t i) { return pairs.predicted[i]; });
  return sum / static_cast<double>(pairs.size());
}

}  // namespace

const std::vector<Measure>& measures() {
  constexpr auto task = MeasureScope::task;
  constexpr auto gap = MeasureScope::gap;
  static const std::vector<Measure> list = {
      {"pearson", "", task, [](const Pairs& p) { return pearson(p.measured, p.predicted); },
       [](Resample& r) { return r.moments().pearson; }},
      {"spearman", "", task, [](const Pairs& p) { return spearman(p.measured, p.predicted); },
       [](Resample& r) { return r.spearman(); }},
      {"mse", "l2fc^2", task, [](const Pairs& p) { return mean_squared_error(p.measured, p.predicted); },
       [](Resample& r) { return r.moments().mse; }},
      {"mae", "l2fc", task, [](const Pairs& p) { return mean_absolute_error(p.measured, p.predicted); },
       [](Resample& r) { return r.moments().mae; }},
      {"rmse", "l2fc", task, rmse, [](Resample& r) { return std::sqrt(r.moments().mse); }},
      {"r_squared", "", task, [](const Pairs& p) { return r_squared(p.measured, p.predicted); }, nullptr},
      {"min_gap_rho", "", gap, [](const Pairs& p) { return spearman(p.measured, p.predicted); },
       [](Resample& r) { return r.spearman(); }},
      {"mean_min_gap", "l2fc", gap, mean_predicted, [](Resample& r) { return r.mean_predicted(); }}};
  return list;
}

std::size_t measure_number(std::string_view name) {
  const std::vector<Measure>& list = measures();
  const auto found = std::find_if(list.begin(), list.end(), [&](const Measure& m) { return m.name == name; });
  require(found != list.end(), "a measure of the list");
  return static_cast<std::size_t>(found - list.begin());
}

MeasureLayout::MeasureLayout(std::size_t tasks) : tasks_(tasks) {
  for (const Measure& measure : measures()) {
    first_.push_back(size_);
    size_ += measure.scope == MeasureScope::task ? tasks + 1 : 1;
  }
}

}  // namespace cre
