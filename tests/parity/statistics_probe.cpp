// statistics_probe REQUEST.json: calls functions of lib/statistics on given numbers and prints what they return, for
// comparison with SciPy, scikit-learn and statsmodels (test_statistics_functions.py). The request is a list of objects
// with the name of a `function` and its arguments; the answers are a list in the same order, undefined numbers null.
// Not installed.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/settings_input.h"
#include "statistics/bca.h"
#include "statistics/bootstrap.h"
#include "statistics/breusch_pagan.h"
#include "statistics/classification.h"
#include "statistics/concordance.h"
#include "statistics/correlation.h"
#include "statistics/correlation_permutation.h"
#include "statistics/equal_count_bins.h"
#include "statistics/histogram.h"
#include "statistics/hypergeometric.h"
#include "statistics/jonckheere.h"
#include "statistics/kendall.h"
#include "statistics/linear_fit.h"
#include "statistics/loess.h"
#include "statistics/prediction_error.h"
#include "statistics/resampled_moments.h"
#include "statistics/resampled_ranks.h"
#include "statistics/residual_shape.h"
#include "statistics/spearman_jackknife.h"
#include "statistics/wilson.h"
#include "statistics/winsorize.h"

namespace {

using nlohmann::json;
using Numbers = std::vector<double>;

/// null is NaN.
Numbers numbers(const json& call, const char* name) {
  Numbers out;
  for (const json& value : call.at(name)) {
    out.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
  }
  return out;
}

json ends(const cre::Interval& interval) {
  return {interval.low, interval.high};
}

json correlations(const json& call) {
  const Numbers x = numbers(call, "x"), y = numbers(call, "y");
  return {{"kendall", cre::kendall_tau_b(x, y)},
          {"concordance", cre::concordance(x, y)},
          {"winsorized", cre::winsorized_pearson(x, y)}};
}

json errors(const json& call) {
  const Numbers x = numbers(call, "x"), y = numbers(call, "y");
  const cre::WeightedError weighted = cre::weighted_mean_squared_error(x, y, numbers(call, "standard_error"));
  return {{"median", cre::median_absolute_error(x, y)}, {"weighted", weighted.value}, {"n", weighted.n}};
}

json areas(const json& call) {
  const std::vector<std::uint8_t> label = cre::active_labels(numbers(call, "x"), call.at("cut"));
  const Numbers y = numbers(call, "y");
  return {{"auroc", cre::auroc(label, y)}, {"average_precision", cre::average_precision(label, y)}};
}

/// Replicates and jackknife values of Pearson's r, Spearman's rho and the MSE, and BCa intervals from them.
json bca(const json& call) {
  const Numbers x = numbers(call, "x"), y = numbers(call, "y");
  const auto group = call.value("group", std::vector<std::int64_t>{});
  const cre::ResampleUnits units = group.empty() ? cre::element_units(x.size()) : cre::group_units(group);
  const cre::BootstrapPlan plan{.resamples = call.at("resamples"), .seed = call.at("seed")};
  const cre::ResampledMoments moments(x, y);
  const cre::ResampledRanks ranks_x(x), ranks_y(y);
  std::map<std::string, Numbers> replicates, jackknife;
  for (const char* name : {"pearson", "spearman", "mse"}) {
    replicates[name].resize(plan.resamples);
  }
  const std::vector<std::uint8_t> no_label(x.size());
  cre::for_each_batch(units, plan, 1, [&] {
    return [&](std::size_t first, std::size_t count, const cre::ResampleBatch& batch) {
      cre::RankBatch ranks;
      ranks_x.compute(batch, ranks);
      const cre::BatchValues rho = ranks_y.measures(batch, ranks, no_label).spearman;
      const std::array<cre::MomentMetrics, cre::kBatch> metrics = moments.compute(batch);
      for (std::size_t b = 0; b < count; ++b) {
        replicates["pearson"][first + b] = metrics[b].pearson;
        replicates["spearman"][first + b] = rho[b];
        replicates["mse"][first + b] = metrics[b].mse;
      }
    };
  });
  for (const cre::MomentMetrics& metrics : moments.without_each(units)) {
    jackknife["pearson"].push_back(metrics.pearson);
    jackknife["mse"].push_back(metrics.mse);
  }
  jackknife["spearman"] = cre::spearman_without_each(x, y, units);
  const std::map<std::string, double> estimate = {
      {"pearson", cre::pearson(x, y)}, {"spearman", cre::spearman(x, y)}, {"mse", cre::mean_squared_error(x, y)}};
  json out;
  for (const auto& [name, values] : replicates) {
    const cre::Interval interval = cre::bca_interval(values, estimate.at(name), jackknife.at(name), 0.95);
    out[name] = {{"replicates", values}, {"jackknife", jackknife.at(name)}, {"interval", ends(interval)}};
  }
  return out;
}

json jonckheere(const json& call) {
  const cre::JonckheereTest test =
      cre::jonckheere(numbers(call, "x"), call.at("group").get<std::vector<std::uint32_t>>());
  return {{"statistic", test.statistic}, {"two_sided", test.p_two_sided}, {"increasing", test.p_increasing}};
}

json breusch_pagan(const json& call) {
  const cre::BreuschPaganTest test = cre::breusch_pagan(numbers(call, "y"), numbers(call, "x"));
  return {test.lm, test.p, test.studentized_lm, test.studentized_p};
}

json linear_fit(const json& call) {
  const cre::LinearFit fit = cre::linear_fit(numbers(call, "x"), numbers(call, "y"), 0.95);
  return {{"slope", {fit.slope, fit.slope_error}},
          {"intercept", {fit.intercept, fit.intercept_error}},
          {"slope_interval", ends(fit.slope_interval)},
          {"intercept_interval", ends(fit.intercept_interval)}};
}

json bins(const json& call) {
  const Numbers x = numbers(call, "x");
  const std::uint32_t count = call.at("bins");
  return {{"equal_count", cre::equal_count_bins(x, count).bin},
          {"by_cut_points", cre::bins_by_cut_points(x, cre::quantile_cut_points(x, count)).bin}};
}

json hypergeometric(const json& call) {
  return cre::hypergeometric_tail(
      {.common = call.at("common"), .chosen = call.at("chosen"), .marked = call.at("marked"), .rows = call.at("rows")});
}

json wilson(const json& call) {
  return ends(cre::wilson_interval(call.at("successes"), call.at("n"), call.at("confidence")));
}

json permutation(const json& call) {
  const Numbers x = numbers(call, "x"), y = numbers(call, "y");
  const cre::CorrelationPermutationPlan plan{.permutations = call.at("permutations"), .seed = call.at("seed")};
  const auto [rho, r] = cre::correlation_permutation_p(x, y, plan, 2);
  return {{"spearman", {rho.two_sided, rho.greater}}, {"pearson", {r.two_sided, r.greater}}};
}

json shape(const json& call) {
  const Numbers x = numbers(call, "x"), y = numbers(call, "y");
  const cre::QuantilePlot plot = cre::normal_quantile_plot(x, call.at("points"));
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const cre::Histogram histogram = cre::histogram(x, cre::equal_width_edges(*low, *high, call.at("bins")));
  return {{"kurtosis", cre::excess_kurtosis(x)}, {"theoretical", plot.theoretical},
          {"observed", plot.observed},           {"edges", histogram.edges},
          {"counts", histogram.counts},          {"variance_ratio", cre::decile_variance_ratio(x, y)}};
}

json loess(const json& call) {
  return cre::loess(numbers(call, "x"), numbers(call, "y"), numbers(call, "at"), call.at("span"));
}

const std::map<std::string, std::function<json(const json&)>> kFunctions = {{"correlations", correlations},
                                                                            {"errors", errors},
                                                                            {"areas", areas},
                                                                            {"bca", bca},
                                                                            {"jonckheere", jonckheere},
                                                                            {"breusch_pagan", breusch_pagan},
                                                                            {"linear_fit", linear_fit},
                                                                            {"bins", bins},
                                                                            {"hypergeometric", hypergeometric},
                                                                            {"wilson", wilson},
                                                                            {"permutation", permutation},
                                                                            {"shape", shape},
                                                                            {"loess", loess}};

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 2) {
      cre::fail(cre::ErrorKind::usage, "usage: statistics_probe REQUEST.json");
    }
    json answers = json::array();
    for (const json& call : cre::read_json_file(argv[1])) {
      answers.push_back(kFunctions.at(call.at("function"))(call));
    }
    std::printf("%s\n", answers.dump().c_str());
    return 0;
  } catch (const cre::Error& error) {
    std::fprintf(stderr, "statistics_probe: error: %s\n", error.what());
    return error.exit_code();
  }
}
