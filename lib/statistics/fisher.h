#pragma once
// Fisher's z transformation of correlations (Fisher 1921): atanh(r) is nearly normal with variance 1 / (n - 3).

#include <span>

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

}  // namespace cre
