#include "statistics/distributions.h"

#include <cmath>
#include <numbers>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace cre {

double normal_probability(double z) {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

double normal_quantile(double p) {
  // erfc keeps its relative precision in the lower tail; the upper one is its mirror image.
  if (p > 0.5) {
    return -normal_quantile(1.0 - p);
  }
  double low = -40.0, high = 0.0;
  for (int i = 0; i < 80; ++i) {
    const double middle = 0.5 * (low + high);
    (normal_probability(middle) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double student_quantile(double p, double degrees) {
  return boost::math::quantile(boost::math::students_t(degrees), p);
}

double chi_squared_tail(double x, double degrees) {
  if (!(x > 0.0)) {
    return std::isnan(x) ? x : 1.0;
  }
  return std::isinf(x) ? 0.0 : boost::math::cdf(boost::math::complement(boost::math::chi_squared(degrees), x));
}

}  // namespace cre
