#pragma once
// Fisher's z transformation of correlations (Fisher 1921): atanh(r) is nearly normal with variance 1 / (n - 3).

#include <span>

#include "statistics/interval.h"

namespace cre {

/// Two correlations with the numbers of rows behind them.
struct CorrelationPair {
  double a, b;
  double n_a, n_b;
};

/// Two-sided p of "the mean over pairs of atanh(a) - atanh(b) is 0", all correlations taken as independent. For two
/// models on the same rows this ignores that their errors go together, so it is conservative: a sensitivity check.
/// NaN when a correlation is undefined or any n < 4; 1 when all pairs are equal, 0 when only one of a pair is +-1.
double fisher_z_p(std::span<const CorrelationPair> pairs);

enum class CorrelationKind { pearson, spearman };

/// Interval tanh(atanh(r) -+ z((1 + confidence) / 2) SE) of a correlation r over n independent rows, with
/// SE = 1 / sqrt(n - 3) for Pearson's r (Fisher 1921) and sqrt((1 + r^2 / 2) / (n - 3)) for Spearman's rho (Bonett and
/// Wright 2000, "Sample size requirements for estimating Pearson, Kendall and Spearman correlations"). Of groups of
/// rows that go together n is at most the number of groups. [r, r] for r = +-1; NaN when r is undefined or n < 4.
Interval fisher_z_interval(double r, double n, CorrelationKind kind, double confidence);

}  // namespace cre
