#include "eval/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "statistics/summary.h"

namespace cre {

namespace {

/// Units that have any of these pairs.
double units_with(const PairedValues& pairs, const ResampleUnits& units) {
  if (units.unit_of_row.empty()) {
    return static_cast<double>(pairs.size());
  }
  std::vector<bool> seen(units.count, false);
  for (const std::uint32_t row : pairs.row) {
    seen[units.unit_of_row[row]] = true;
  }
  return static_cast<double>(std::count(seen.begin(), seen.end(), true));
}

/// Fisher's z speaks of one correlation over independent rows: of a task or of the gap.
std::optional<CorrelationSample> correlation_sample(const Measure& measure, std::size_t place,
                                                    const PreparedModel& model, const ResampleUnits& units) {
  if (!measure.correlation || (measure.scope == MeasureScope::task && place >= model.task_count())) {
    return std::nullopt;
  }
  const PairedValues& pairs = measure.scope == MeasureScope::gap ? model.gaps() : model.pairs(place);
  return CorrelationSample{.kind = *measure.correlation, .n = units_with(pairs, units)};
}

/// Jackknife values cost more than an interval by percentiles, so they are made only where BCa may be chosen.
bool may_take_bca(const std::vector<double>& replicates, IntervalMethod method) {
  return method == IntervalMethod::bca ||
         (method == IntervalMethod::automatic && std::abs(summarize(defined_values(replicates)).skew) > kHighSkew);
}

Estimate estimate_of(const PreparedModel& model, double value, const std::vector<double>& replicates, std::size_t m,
                     std::size_t place, const ResampleUnits& units, const IntervalPlan& plan) {
  const Measure& measure = measures()[m];
  Estimate out{.value = value, .interval = {}};
  if (std::isnan(out.value)) {
    out.why = model.why_undefined(m, place);
  }
  if (measure.resampled == nullptr) {
    return out;
  }
  std::vector<double> jackknife;
  if (may_take_bca(replicates, plan.method)) {
    jackknife = model.without_each(m, place, units);
  }
  const ChosenInterval chosen = choose_interval({.value = out.value,
                                                 .replicates = replicates,
                                                 .jackknife = jackknife,
                                                 .correlation = correlation_sample(measure, place, model, units)},
                                                plan.method, plan.confidence);
  out.interval = chosen.interval;
  out.method = chosen.method;
  return out;
}

std::vector<Estimate> estimates_of(const PreparedModel& model, const ArmValues& values, const ResampleUnits& units,
                                   const IntervalPlan& plan) {
  std::vector<Estimate> out;
  const MeasureLayout layout(model.task_count());
  for (std::size_t m = 0; m < measures().size(); ++m) {
    const std::size_t places = measures()[m].scope == MeasureScope::gap ? 1 : layout.places();
    for (std::size_t place = 0; place < places; ++place) {
      const std::size_t i = layout.index(m, place);
      out.push_back(estimate_of(model, values.value[i], values.replicate[i], m, place, units, plan));
    }
  }
  return out;
}

void add_task(const TaskColumn& column, double pearson, std::size_t n, Metrics& out) {
  const bool by_replicates = !std::isnan(column.replicate_reliability);
  const NoiseCeiling ceiling =
      by_replicates ? ceiling_of(column.replicate_reliability) : noise_ceiling(column.activity, column.standard_error);
  out.n.push_back(n);
  out.ceiling.push_back(ceiling);
  out.by_replicates.push_back(by_replicates);
  out.relative_pearson.push_back(ceiling.r_max > 0.0 ? pearson / ceiling.r_max
                                                     : std::numeric_limits<double>::quiet_NaN());
}

std::optional<MinGapMetrics> min_gap_metrics(const PairedValues& gaps) {
  if (gaps.size() < kFewestPairs) {
    return std::nullopt;
  }
  const auto [low, high] = std::minmax_element(gaps.predicted.begin(), gaps.predicted.end());
  return MinGapMetrics{.n = gaps.size(),
                       .mean = mean(gaps.measured),
                       .predicted_mean = mean(gaps.predicted),
                       .predicted_low = *low,
                       .predicted_high = *high};
}

}  // namespace

Metrics compute_metrics(const EvalRows& rows, const PreparedModel& model, const ArmValues& values,
                        const ResampleUnits& units, const IntervalPlan& plan) {
  Metrics out;
  out.tasks = rows.tasks;
  out.layout = MeasureLayout(rows.task_count());
  out.estimates = estimates_of(model, values, units, plan);
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    add_task(rows.task[k], out.task("pearson", k).value, model.pairs(k).size(), out);
  }
  out.min_gap = min_gap_metrics(model.gaps());
  return out;
}

const char* correlation_label(double pearson) {
  if (std::isnan(pearson)) {
    return "undefined";
  }
  if (pearson > 0.60) {
    return "good";
  }
  if (pearson >= 0.40) {
    return "moderate";
  }
  if (pearson >= 0.20) {
    return "weak";
  }
  return "poor";
}

}  // namespace cre
