#pragma once
// Agreement of two series on the same scale.

#include <span>

namespace cre {

/// Lin's concordance correlation coefficient (Lin 1989) with population moments (sums divided by n, as in the paper):
/// 2 cov(x, y) / (var(x) + var(y) + (mean(x) - mean(y))^2). 1 when all points lie on y = x; |value| is at most
/// |Pearson's r|. NaN when n < 2 or a series is constant, as Pearson's r is.
double concordance(std::span<const double> x, std::span<const double> y);

}  // namespace cre
