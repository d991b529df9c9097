#include "eval/measures.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "statistics/auroc_jackknife.h"
#include "statistics/classification.h"
#include "statistics/concordance.h"
#include "statistics/correlation.h"
#include "statistics/kendall.h"
#include "statistics/lanes.h"
#include "statistics/prediction_error.h"
#include "statistics/resampled_mean.h"
#include "statistics/spearman_jackknife.h"
#include "statistics/undefined.h"
#include "statistics/winsorize.h"

namespace cre {

namespace {

using Pairs = PreparedPairs;
using Resample = ResampledPairs;

/// f(measured, predicted).
template <auto kFunction>
double of_values(const Pairs& pairs) {
  return kFunction(pairs.values().measured, pairs.values().predicted);
}

double rmse(const Pairs& pairs) {
  return std::sqrt(of_values<mean_squared_error>(pairs));
}

double weighted_mse(const Pairs& pairs) {
  const PairedValues& v = pairs.values();
  return v.standard_error.empty() ? kUndefined
                                  : weighted_mean_squared_error(v.measured, v.predicted, v.standard_error).value;
}

double standardized_mse(const Pairs& pairs) {
  const PairedValues& v = pairs.values();
  if (v.scale.empty()) {
    return kUndefined;
  }
  const double sum = sum_in_lanes(v.size(), [&](std::size_t i) {
    const double error = (v.predicted[i] - v.measured[i]) / v.scale[i];
    return error * error;
  });
  return sum / static_cast<double>(v.size());
}

/// Of the rows that have a standard error; the others have no weight.
std::vector<double> weighted_mse_jackknife(const Pairs& pairs, const ResampleUnits& units) {
  return weighted_mean_without_each(pairs.squared_error(), pairs.weight(), units);
}

std::vector<double> standardized_mse_jackknife(const Pairs& pairs, const ResampleUnits& units) {
  const PairedValues& v = pairs.values();
  std::vector<double> squares;
  for (std::size_t i = 0; i < v.size(); ++i) {
    const double error = (v.predicted[i] - v.measured[i]) / (v.scale.empty() ? kUndefined : v.scale[i]);
    squares.push_back(error * error);
  }
  return weighted_mean_without_each(squares, std::vector<double>(v.size(), 1.0), units);
}

template <int kPercent>
double top_share(const Pairs& pairs) {
  return pairs.top().of_all(kPercent).share;
}

template <int kPercent>
BatchValues resampled_top_share(Resample& resample) {
  return resample.top_share(kPercent);
}

double auroc_of(const Pairs& pairs) {
  return auroc(pairs.active(), pairs.values().predicted);
}

double auprc_of(const Pairs& pairs) {
  return average_precision(pairs.active(), pairs.values().predicted);
}

double mean_predicted(const Pairs& pairs) {
  const std::vector<double>& predicted = pairs.values().predicted;
  const double sum = sum_in_lanes(predicted.size(), [&](std::size_t i) { return predicted[i]; });
  return sum / static_cast<double>(predicted.size());  // NaN without rows
}

template <double MomentMetrics::* kMember>
BatchValues moment(Resample& resample) {
  return resample.moment(kMember);
}

template <double MomentMetrics::* kMember>
std::vector<double> moments_without_each(const Pairs& pairs, const ResampleUnits& units) {
  std::vector<double> out;
  for (const MomentMetrics& one :
       ResampledMoments(pairs.values().measured, pairs.values().predicted).without_each(units)) {
    out.push_back(one.*kMember);
  }
  return out;
}

std::vector<double> spearman_jackknife(const Pairs& pairs, const ResampleUnits& units) {
  return spearman_without_each(pairs.values().measured, pairs.values().predicted, units);
}

std::vector<double> auroc_jackknife(const Pairs& pairs, const ResampleUnits& units) {
  return auroc_without_each(pairs.active(), pairs.values().predicted, units);
}

BatchValues spearman_of(Resample& resample) {
  return resample.spearman();
}

}  // namespace

const std::vector<Measure>& measures() {
  using M = MomentMetrics;
  constexpr auto task = MeasureScope::task;
  constexpr auto gap = MeasureScope::gap;
  constexpr auto errors = "there are no standard errors";
  constexpr auto both = "all elements are active, or none is (eval.active_from)";
  static const std::vector<Measure> list = {
      {"pearson", "", task, of_values<pearson>, moment<&M::pearson>, "", CorrelationKind::pearson,
       moments_without_each<&M::pearson>},
      {"spearman", "", task, of_values<spearman>, spearman_of, "", CorrelationKind::spearman, spearman_jackknife},
      {"mse", "l2fc^2", task, of_values<mean_squared_error>, moment<&M::mse>, "", {}, moments_without_each<&M::mse>},
      {"mae", "l2fc", task, of_values<mean_absolute_error>, moment<&M::mae>, "", {}, moments_without_each<&M::mae>},
      {"rmse", "l2fc", task, rmse, moment<&M::rmse>, "", {}, moments_without_each<&M::rmse>},
      {"r_squared", "", task, of_values<r_squared>, moment<&M::r_squared>, "", {}, moments_without_each<&M::r_squared>},
      {"kendall", "", task, of_values<kendall_tau_b>, nullptr},
      {"concordance",
       "",
       task,
       of_values<concordance>,
       moment<&M::concordance>,
       "",
       {},
       moments_without_each<&M::concordance>},
      {"winsorized_pearson", "", task, of_values<winsorized_pearson>,
       [](Resample& r) { return r.winsorized_pearson(); }},
      {"median_ae", "l2fc", task, of_values<median_absolute_error>,
       [](Resample& r) { return r.median_absolute_error(); }},
      {"weighted_mse",
       "l2fc^2",
       task,
       weighted_mse,
       [](Resample& r) { return r.weighted_mse(); },
       errors,
       {},
       weighted_mse_jackknife},
      {"standardized_mse",
       "",
       task,
       standardized_mse,
       [](Resample& r) { return r.standardized_mse(); },
       "there is no scaler of the training run",
       {},
       standardized_mse_jackknife},
      {"top_1_share", "", task, top_share<1>, resampled_top_share<1>},
      {"top_5_share", "", task, top_share<5>, resampled_top_share<5>},
      {"top_10_share", "", task, top_share<10>, resampled_top_share<10>},
      {"auroc", "", task, auroc_of, [](Resample& r) { return r.auroc(); }, both, {}, auroc_jackknife},
      {"auprc", "", task, auprc_of, [](Resample& r) { return r.average_precision(); },
       "no element is active (eval.active_from)"},
      {"min_gap_rho", "", gap, of_values<spearman>, spearman_of, "", CorrelationKind::spearman, spearman_jackknife},
      {"min_gap_pearson", "", gap, of_values<pearson>, moment<&M::pearson>, "", CorrelationKind::pearson,
       moments_without_each<&M::pearson>},
      {"mean_min_gap", "l2fc", gap, mean_predicted, moment<&M::mean_predicted>}};
  return list;
}

std::size_t measure_number(std::string_view name) {
  const std::vector<Measure>& list = measures();
  const auto found = std::find_if(list.begin(), list.end(), [&](const Measure& m) { return m.name == name; });
  require(found != list.end(), "a measure of the list");
  return static_cast<std::size_t>(found - list.begin());
}

std::string why_undefined(const Measure& measure, const PreparedPairs& pairs) {
  if (pairs.size() >= kFewestPairs && !std::isnan(measure.value(pairs))) {
    return "";
  }
  const PairedValues& values = pairs.values();
  if (values.size() < kFewestPairs) {
    return why_no_correlation(values);
  }
  return measure.lacks.empty() ? why_no_correlation(values) : std::string(measure.lacks);
}

MeasureLayout::MeasureLayout(std::size_t tasks) : tasks_(tasks) {
  for (const Measure& measure : measures()) {
    first_.push_back(size_);
    size_ += measure.scope == MeasureScope::task ? places() : 1;
  }
}

}  // namespace cre
