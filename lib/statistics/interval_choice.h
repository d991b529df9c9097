#pragma once
// Which interval a bootstrap estimate gets.

#include <cstdint>
#include <optional>
#include <span>

#include "core/names.h"
#include "statistics/fisher.h"
#include "statistics/interval.h"

namespace cre {

/// How an interval is made; `automatic` chooses one of the others.
enum class IntervalMethod { percentile, bca, fisher_z, automatic };

/// percentile, bca, fisher_z, auto.
const Names<IntervalMethod>& interval_methods();

/// The rows behind a correlation: what Fisher's interval needs.
struct CorrelationSample {
  CorrelationKind kind;
  double n;  // independent rows; the number of groups when groups are drawn
};

/// An estimate with its replicates.
struct BootstrapEstimate {
  double value;
  std::span<const double> replicates;            // (B) NaN where undefined
  std::span<const double> jackknife;             // (units), empty when there are none: no BCa then
  std::optional<CorrelationSample> correlation;  // none for what is no correlation: no Fisher's z then
};

struct ChosenInterval {
  Interval interval;      // `skipped` counts undefined replicates whatever the method
  IntervalMethod method;  // never `automatic`
};

/// Limits of `automatic`: beyond them percentiles of the replicates are off by their bias and skew.
inline constexpr double kHighCorrelation = 0.95;
inline constexpr double kHighSkew = 1.0;

/// The interval by the method `wanted`. `automatic` takes Fisher's z for a correlation with abs(r) > .95 or
/// replicates with abs(skew) > 1 (g1 of summary.h), BCa for another measure with such a skew, else percentiles. Where
/// a method is undefined or has not what it needs (n < 4, no jackknife values, all replicates on one side of the
/// estimate), percentiles take its place, and `method` says so.
ChosenInterval choose_interval(const BootstrapEstimate& estimate, IntervalMethod wanted, double confidence);

}  // namespace cre
