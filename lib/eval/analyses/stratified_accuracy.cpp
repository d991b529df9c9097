#include "eval/analyses/stratified_accuracy.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/parallel.h"
#include "statistics/correlation.h"
#include "statistics/noise_ceiling.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

/// The values, NaN outside of the stratum.
std::vector<double> within(const std::vector<double>& values, const std::vector<std::int32_t>& stratum_of,
                           std::size_t stratum) {
  std::vector<double> out(values.size(), kUndefined);
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (stratum_of[row] == static_cast<std::int32_t>(stratum)) {
      out[row] = values[row];
    }
  }
  return out;
}

std::size_t rows_in(const Strata& strata, std::size_t stratum) {
  std::size_t rows = 0;
  for (std::size_t row = 0; row < strata.stratum_of[0].size(); ++row) {
    const bool in_any = std::any_of(strata.stratum_of.begin(), strata.stratum_of.end(), [&](const auto& stratum_of) {
      return stratum_of[row] == static_cast<std::int32_t>(stratum);
    });
    rows += in_any ? 1 : 0;
  }
  return rows;
}

/// Last stratum minus first.
Estimate difference(const SubsetBootstrap& bootstrap, const std::vector<std::vector<std::size_t>>& lists, double value,
                    double confidence) {
  const std::vector<double> first = mean_replicates(bootstrap, lists.front(), &MomentMetrics::pearson);
  std::vector<double> delta = mean_replicates(bootstrap, lists.back(), &MomentMetrics::pearson);
  for (std::size_t b = 0; b < delta.size(); ++b) {
    delta[b] -= first[b];
  }
  return {value, percentile_interval(delta, confidence)};
}

}  // namespace

StratifiedLists::StratifiedLists(const EvalRows& rows, Strata strata, SubsetBootstrap& bootstrap, unsigned threads)
    : strata_(std::move(strata)) {
  const std::size_t tasks = rows.task_count();
  std::vector<PairedValues> pairs(strata_.names.size() * tasks);
  parallel_for(pairs.size(), threads, [&](std::size_t i) {
    const std::size_t k = i % tasks;
    const std::vector<double> measured = within(rows.task[k].activity, strata_.of_task(k), i / tasks);
    pairs[i] = paired_in_row_order(measured, rows.task[k].predicted);
  });
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    list_.resize(i / tasks + 1);
    list_.back().push_back(bootstrap.add(std::move(pairs[i]), MomentSet::correlation_and_mae));
  }
}

StratumAccuracy StratifiedLists::of_task(const EvalRows& rows, const SubsetBootstrap& bootstrap, std::size_t stratum,
                                         std::size_t task, double confidence) const {
  const std::size_t list = list_[stratum][task];
  StratumAccuracy out{.n = bootstrap.pairs(list).size(),
                      .pearson = bootstrap.estimate(list, &MomentMetrics::pearson, confidence),
                      .mae = bootstrap.estimate(list, &MomentMetrics::mae, confidence),
                      .relative_pearson = kUndefined};
  const std::vector<double> measured = within(rows.task[task].activity, strata_.of_task(task), stratum);
  const NoiseCeiling ceiling = noise_ceiling(measured, rows.task[task].standard_error);
  if (ceiling.r_max > 0.0) {
    out.relative_pearson = out.pearson.value / ceiling.r_max;
  }
  return out;
}

StratifiedAccuracy StratifiedLists::accuracy(const EvalRows& rows, const SubsetBootstrap& bootstrap,
                                             double confidence) const {
  StratifiedAccuracy out{.strata = strata_, .results = {}, .delta_r = {kUndefined, {}}, .trend = kUndefined};
  std::vector<double> number, macro;
  for (std::size_t stratum = 0; stratum < strata_.names.size(); ++stratum) {
    StratumResult& result = out.results.emplace_back();
    result.name = strata_.names[stratum];
    result.rows = rows_in(strata_, stratum);
    for (std::size_t k = 0; k < rows.task_count(); ++k) {
      result.task.push_back(of_task(rows, bootstrap, stratum, k, confidence));
    }
    result.macro = {.n = result.rows,
                    .pearson = mean_estimate(bootstrap, list_[stratum], &MomentMetrics::pearson, confidence),
                    .mae = mean_estimate(bootstrap, list_[stratum], &MomentMetrics::mae, confidence),
                    .relative_pearson = kUndefined};
    number.push_back(static_cast<double>(stratum));
    macro.push_back(result.macro.pearson.value);
  }
  const bool ordered = !strata_.bounds.empty() && out.results.size() >= 2;
  if (ordered) {
    out.delta_r = difference(bootstrap, list_, macro.back() - macro.front(), confidence);
    const bool defined = std::none_of(macro.begin(), macro.end(), [](double r) { return std::isnan(r); });
    out.trend = defined ? spearman(number, macro) : kUndefined;
  }
  return out;
}

}  // namespace cre
