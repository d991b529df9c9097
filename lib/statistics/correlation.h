#pragma once
// Correlation of two series. An undefined value (a series without variance) is NaN, and null in JSON.

#include <cstddef>
#include <span>

namespace cre {

/// Pearson's r of pairs that are gone through twice, in the same order: for their means, then around these.
class PairSums {
 public:
  void add(double x, double y) {
    if (n_ == 0.0) {
      first_x_ = x;
      first_y_ = y;
    }
    // Compared value by value: the sum of squares around a rounded mean is not exactly zero for a constant series.
    constant_x_ = constant_x_ && x == first_x_;
    constant_y_ = constant_y_ && y == first_y_;
    n_ += 1.0;
    sum_x_ += x;
    sum_y_ += y;
  }
  void begin_second() {
    mean_x_ = sum_x_ / n_;
    mean_y_ = sum_y_ / n_;
  }
  void add_again(double x, double y) {
    const double dx = x - mean_x_;
    const double dy = y - mean_y_;
    xx_ += dx * dx;
    yy_ += dy * dy;
    xy_ += dx * dy;
  }
  /// NaN for fewer than two pairs or a constant series.
  double pearson() const;

 private:
  double n_ = 0.0, first_x_ = 0.0, first_y_ = 0.0, sum_x_ = 0.0, sum_y_ = 0.0, mean_x_ = 0.0, mean_y_ = 0.0;
  double xx_ = 0.0, yy_ = 0.0, xy_ = 0.0;
  bool constant_x_ = true, constant_y_ = true;
};

/// Pearson's r of x (n) and y (n), two passes (means first). NaN when n < 2 or a series is constant. In [-1, 1].
double pearson(std::span<const double> x, std::span<const double> y);

/// The same of x_of(0), x_of(1), ... and y_of(0), ..., n of each, which are asked for twice.
template <class XOf, class YOf>
double pearson_of(std::size_t n, XOf x_of, YOf y_of) {
  PairSums sums;
  for (std::size_t i = 0; i < n; ++i) {
    sums.add(x_of(i), y_of(i));
  }
  sums.begin_second();
  for (std::size_t i = 0; i < n; ++i) {
    sums.add_again(x_of(i), y_of(i));
  }
  return sums.pearson();
}

/// Spearman's rho: Pearson's r of the mid-ranks. NaN when n < 2 or a series is constant.
double spearman(std::span<const double> x, std::span<const double> y);

}  // namespace cre
