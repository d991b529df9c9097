#pragma once
// Measured and predicted values side by side, without the rows that lack one, laid out for the bootstrap.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cre {

/// n pairs; paired_values() has them in ascending order of the measured value: walking in that order keeps the rank
/// sums of a resample in cache.
struct PairedValues {
  std::vector<std::uint32_t> row;      // (n) index among the evaluated rows
  std::vector<double> measured;        // (n)
  std::vector<double> predicted;       // (n)
  std::vector<double> standard_error;  // (n) of the measured value, NaN where absent; empty when nobody asked
  std::vector<double> scale;           // (n) SD that standardizes the value's task; empty likewise

  std::size_t size() const { return row.size(); }
};

/// With fewer pairs nothing is said of a task: two points always lie on a line.
inline constexpr std::size_t kFewestPairs = 3;

/// Why these pairs have no correlation: too few of them, or a series of equal values.
std::string why_no_correlation(const PairedValues& pairs);

/// The rows where both values (N) are there (no NaN).
PairedValues paired_values(std::span<const double> measured, std::span<const double> predicted);

/// The same in the order of the rows: for lists of which no ranks are made, whose counts then lie one after another.
PairedValues paired_in_row_order(std::span<const double> measured, std::span<const double> predicted);

}  // namespace cre
