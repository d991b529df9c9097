#include "statistics/classification.h"

#include <algorithm>
#include <cstddef>

#include "core/error.h"
#include "statistics/ranks.h"
#include "statistics/undefined.h"

namespace cre {

std::vector<std::uint8_t> active_labels(std::span<const double> values, double cut) {
  std::vector<std::uint8_t> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(),
                 [&](double v) { return static_cast<std::uint8_t>(v >= cut ? 1 : 0); });
  return out;
}

double auroc(std::span<const std::uint8_t> label, std::span<const double> score) {
  require(label.size() == score.size(), "every row has a label and a score");
  const std::vector<double> rank = mid_ranks(score);
  double ones = 0.0;
  double sum = 0.0;
  for (std::size_t row = 0; row < label.size(); ++row) {
    if (label[row] != 0) {
      ones += 1.0;
      sum += rank[row];
    }
  }
  const double pairs = ones * (static_cast<double>(label.size()) - ones);
  return pairs > 0.0 ? (sum - ones * (ones + 1.0) / 2.0) / pairs : kUndefined;
}

double average_precision(std::span<const std::uint8_t> label, std::span<const double> score) {
  require(label.size() == score.size(), "every row has a label and a score");
  const DistinctOrder order = distinct_order(score);
  std::vector<double> rows(order.count);
  std::vector<double> ones(order.count);
  for (std::size_t row = 0; row < label.size(); ++row) {
    rows[order.position[row]] += 1.0;
    ones[order.position[row]] += label[row] != 0 ? 1.0 : 0.0;
  }
  double passed = 0.0;
  double found = 0.0;
  double sum = 0.0;
  for (std::size_t position = rows.size(); position-- > 0;) {
    passed += rows[position];
    found += ones[position];
    sum += ones[position] * found / passed;
  }
  return found > 0.0 ? sum / found : kUndefined;
}

}  // namespace cre
