#include "eval/paired_values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "statistics/ascending_order.h"

namespace cre {

namespace {

bool all_equal(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [&](double value) { return value == values.front(); });
}

/// Rows that have both values, ascending.
std::vector<std::uint32_t> rows_with_both(std::span<const double> measured, std::span<const double> predicted) {
  require(measured.size() == predicted.size(), "every measured value has a predicted one or NaN");
  require(measured.size() < std::numeric_limits<std::uint32_t>::max(), "at most 2^32 - 2 rows can be evaluated");
  std::vector<std::uint32_t> rows;
  for (std::size_t row = 0; row < measured.size(); ++row) {
    if (!std::isnan(measured[row]) && !std::isnan(predicted[row])) {
      rows.push_back(static_cast<std::uint32_t>(row));
    }
  }
  return rows;
}

PairedValues values_of_rows(std::vector<std::uint32_t> rows, std::span<const double> measured,
                            std::span<const double> predicted) {
  PairedValues pairs;
  for (const std::uint32_t row : rows) {
    pairs.measured.push_back(measured[row]);
    pairs.predicted.push_back(predicted[row]);
  }
  pairs.row = std::move(rows);
  return pairs;
}

}  // namespace

std::string why_no_correlation(const PairedValues& pairs) {
  if (pairs.size() < kFewestPairs) {
    return concat(pairs.size(), " rows have a measured and a predicted value; ", kFewestPairs, " are needed");
  }
  if (all_equal(pairs.measured)) {
    return "all measured values are equal";
  }
  return all_equal(pairs.predicted) ? "all predicted values are equal"
                                    : "nearly all measured or predicted values are equal";
}

PairedValues paired_values(std::span<const double> measured, std::span<const double> predicted) {
  const std::vector<std::uint32_t> rows = rows_with_both(measured, predicted);
  std::vector<double> values;
  for (const std::uint32_t row : rows) {
    values.push_back(measured[row]);
  }
  std::vector<std::uint32_t> ordered = ascending_order(values);
  std::transform(ordered.begin(), ordered.end(), ordered.begin(), [&](std::uint32_t i) { return rows[i]; });
  return values_of_rows(std::move(ordered), measured, predicted);
}

PairedValues paired_in_row_order(std::span<const double> measured, std::span<const double> predicted) {
  return values_of_rows(rows_with_both(measured, predicted), measured, predicted);
}

}  // namespace cre
