#pragma once
// Trend over ordered groups.

#include <cstdint>
#include <span>

namespace cre {

struct JonckheereTest {
  double statistic;     // J: over all pairs of rows of different groups, those that rise with the group; ties half
  double expected;      // under "all groups have the same distribution"
  double variance;      // the same
  double z;             // (J - expected) / sqrt(variance), no continuity correction
  double p_two_sided;   // from the normal approximation, as the others
  double p_increasing;  // against "values rise with the group"
  double p_decreasing;
};

/// Jonckheere-Terpstra test (Terpstra 1952, Jonckheere 1954). `group` (n): number of each row's group, in order of the
/// alternative; groups without rows do not matter. The variance accounts for group sizes n_i and for ties t_j of values
/// (Hollander and Wolfe 1999, section 6.2), with s5 = sum m (m-1) (2m+5), s3 = sum m (m-1) (m-2), s2 = sum m (m-1):
///   (s5(n) - s5(n_i) - s5(t_j)) / 72 + s3(n_i) s3(t_j) / (36 n (n-1) (n-2)) + s2(n_i) s2(t_j) / (8 n (n-1)).
/// z and p are NaN when the variance is 0: fewer than two groups with rows, or all values equal. O(n log n + n groups).
JonckheereTest jonckheere(std::span<const double> values, std::span<const std::uint32_t> group);

}  // namespace cre
