#pragma once
// Mean, spread, shape and percentiles of one series. NaN where undefined.

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace cre {

/// Arithmetic mean; NaN for no values.
double mean(std::span<const double> values);

struct Summary {
  std::size_t n = 0;
  double mean = std::numeric_limits<double>::quiet_NaN();
  double sd = mean;    // sample standard deviation (n - 1); NaN when n < 2
  double skew = mean;  // Fisher-Pearson g1 = m3 / m2^1.5; NaN without variance
};

Summary summarize(std::span<const double> values);

/// A summary of values that are gone through twice: in the same order all are added, then all are added around their
/// mean.
class SummaryOfTwoPasses {
 public:
  void add(double value) {
    ++out_.n;
    sum_ += value;
  }
  void begin_second();
  void add_again(double value) {
    const double centred = value - out_.mean;
    squares_ += centred * centred;
    cubes_ += centred * centred * centred;
  }
  Summary end();

 private:
  Summary out_;
  double sum_ = 0.0, squares_ = 0.0, cubes_ = 0.0;
};

/// Percentile of ascending values, linear between neighbours (NumPy's default, type 7 of Hyndman and Fan 1996).
/// `percent` in [0, 100]; NaN for no values.
double percentile_of_sorted(std::span<const double> ascending, double percent);

/// The values that are not NaN, in their order.
std::vector<double> defined_values(std::span<const double> values);

/// Ascending copy.
std::vector<double> sorted_copy(std::span<const double> values);

}  // namespace cre
