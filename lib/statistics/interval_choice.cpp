#include "statistics/interval_choice.h"

#include <cmath>

#include "statistics/bca.h"
#include "statistics/summary.h"

namespace cre {

namespace {

IntervalMethod automatic_method(const BootstrapEstimate& estimate) {
  const bool skewed = std::abs(summarize(defined_values(estimate.replicates)).skew) > kHighSkew;
  if (estimate.correlation) {
    return skewed || std::abs(estimate.value) > kHighCorrelation ? IntervalMethod::fisher_z
                                                                 : IntervalMethod::percentile;
  }
  return skewed ? IntervalMethod::bca : IntervalMethod::percentile;
}

Interval interval_by(IntervalMethod method, const BootstrapEstimate& estimate, double confidence) {
  if (method == IntervalMethod::bca) {
    return bca_interval(estimate.replicates, estimate.value, estimate.jackknife, confidence);
  }
  if (method == IntervalMethod::fisher_z && estimate.correlation) {
    return fisher_z_interval(estimate.value, estimate.correlation->n, estimate.correlation->kind, confidence);
  }
  return {};
}

}  // namespace

const Names<IntervalMethod>& interval_methods() {
  static const Names<IntervalMethod> names = {{"percentile", IntervalMethod::percentile},
                                              {"bca", IntervalMethod::bca},
                                              {"fisher_z", IntervalMethod::fisher_z},
                                              {"auto", IntervalMethod::automatic}};
  return names;
}

ChosenInterval choose_interval(const BootstrapEstimate& estimate, IntervalMethod wanted, double confidence) {
  const IntervalMethod method = wanted == IntervalMethod::automatic ? automatic_method(estimate) : wanted;
  const Interval percentile = percentile_interval(estimate.replicates, confidence);
  Interval interval = interval_by(method, estimate, confidence);
  if (std::isnan(interval.low)) {
    return {percentile, IntervalMethod::percentile};
  }
  interval.skipped = percentile.skipped;
  return {interval, method};
}

}  // namespace cre
