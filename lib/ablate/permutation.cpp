#include "ablate/permutation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/parallel.h"
#include "core/random.h"

namespace cre {

namespace {

/// (x - mean) / sqrt(sum (x - mean)^2): the sum is 0, the sum of squares 1. NaN for a constant series.
std::vector<double> standardized(const std::vector<double>& values) {
  const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
  if (*smallest == *largest) {
    return std::vector<double>(values.size(), std::numeric_limits<double>::quiet_NaN());
  }
  const auto n = static_cast<double>(values.size());
  double mean = 0.0;
  for (const double value : values) {
    mean += value / n;
  }
  double squares = 0.0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  std::vector<double> out;
  for (const double value : values) {
    out.push_back((value - mean) / std::sqrt(squares));
  }
  return out;
}

/// One task of one pair of models. With standardized y, a (baseline) and b (variant), swapping a set S of rows changes
/// sum a by the sum over S of b - a, sum a^2 by that of b^2 - a^2, sum y a by that of y (b - a); those of b by the
/// opposite.
class SwappedCorrelations {
 public:
  SwappedCorrelations(const PairedValues& baseline, const PairedValues& variant) : row_(baseline.row) {
    require(baseline.row == variant.row, "both models have the same measured rows");
    const std::vector<double> y = standardized(baseline.measured);
    const std::vector<double> a = standardized(baseline.predicted), b = standardized(variant.predicted);
    for (std::size_t i = 0; i < y.size(); ++i) {
      sum_.push_back(b[i] - a[i]);
      square_.push_back(b[i] * b[i] - a[i] * a[i]);
      product_.push_back(y[i] * (b[i] - a[i]));
      r_baseline_ += y[i] * a[i];
      r_variant_ += y[i] * b[i];
    }
  }

  /// r of the variant minus r of the baseline when the rows marked in `swapped` (rows) are swapped.
  double difference(const std::vector<char>& swapped) const {
    double sum = 0.0, square = 0.0, product = 0.0;
    for (std::size_t i = 0; i < row_.size(); ++i) {
      if (swapped[row_[i]] != 0) {
        sum += sum_[i];
        square += square_[i];
        product += product_[i];
      }
    }
    const double mean_square = sum * sum / static_cast<double>(row_.size());
    return (r_variant_ - product) / std::sqrt(1.0 - square - mean_square) -
           (r_baseline_ + product) / std::sqrt(1.0 + square - mean_square);
  }

 private:
  std::vector<std::uint32_t> row_;
  std::vector<double> sum_, square_, product_;
  double r_baseline_ = 0.0, r_variant_ = 0.0;
};

/// Marks every unit, and so its rows, with probability 1/2.
void draw_swaps(const ResampleUnits& units, std::uint64_t seed, std::uint64_t permutation, std::vector<char>& swapped) {
  std::vector<std::uint32_t> words((units.count + 31) / 32);
  RandomStream(RandomPurpose::permutation, seed, permutation).fill(words);
  swapped.resize(units.rows);
  for (std::size_t row = 0; row < units.rows; ++row) {
    const std::size_t unit = units.unit_of_row.empty() ? row : units.unit_of_row[row];
    swapped[row] = static_cast<char>((words[unit / 32] >> (unit % 32)) & 1U);
  }
}

/// (K + 1) differences of the tasks, averaged over seeds, and their mean.
std::vector<double> differences(const std::vector<std::vector<SwappedCorrelations>>& tasks,
                                const std::vector<char>& swapped) {
  std::vector<double> out;
  double mean = 0.0;
  for (const std::vector<SwappedCorrelations>& seeds : tasks) {
    double value = 0.0;
    for (const SwappedCorrelations& seed : seeds) {
      value += seed.difference(swapped) / static_cast<double>(seeds.size());
    }
    out.push_back(value);
    mean += value / static_cast<double>(tasks.size());
  }
  out.push_back(mean);
  return out;
}

}  // namespace

std::vector<double> permutation_p_values(const std::vector<PreparedModel>& baseline,
                                         const std::vector<PreparedModel>& variant, const ResampleUnits& units,
                                         const PermutationPlan& plan, unsigned threads) {
  require(!baseline.empty() && (variant.size() == baseline.size() || variant.size() == 1),
          "every model of the baseline has one to be swapped with");
  std::vector<std::vector<SwappedCorrelations>> tasks(baseline.front().task_count());
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    for (std::size_t seed = 0; seed < baseline.size(); ++seed) {
      const PreparedModel& other = variant.size() == 1 ? variant.front() : variant[seed];
      tasks[k].emplace_back(baseline[seed].pairs(k), other.pairs(k));
    }
  }
  const std::vector<double> observed = differences(tasks, std::vector<char>(units.rows, 0));

  std::vector<std::vector<char>> as_large(plan.permutations);
  parallel_for(plan.permutations, threads, [&](std::size_t permutation) {
    std::vector<char> swapped;
    draw_swaps(units, plan.seed, permutation, swapped);
    const std::vector<double> found = differences(tasks, swapped);
    for (std::size_t i = 0; i < found.size(); ++i) {
      // Rounding must not make a permutation that repeats the observed assignment smaller than it.
      as_large[permutation].push_back(std::abs(found[i]) >= std::abs(observed[i]) - 1e-12 ? 1 : 0);
    }
  });

  std::vector<double> p_values;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const auto count = std::count_if(as_large.begin(), as_large.end(), [i](const auto& one) { return one[i] != 0; });
    p_values.push_back(std::isnan(observed[i])
                           ? std::numeric_limits<double>::quiet_NaN()
                           : static_cast<double>(1 + count) / static_cast<double>(1 + plan.permutations));
  }
  return p_values;
}

}  // namespace cre
