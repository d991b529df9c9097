#include "split/strategies/random_split.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "split/strategies/balanced_bins.h"
#include "split/strategies/row_categories.h"

namespace cre {

namespace {

std::vector<double> fraction_list(const SplitFractions& fractions) {
  return {fractions.train, fractions.val, fractions.test};
}

double smallest(const SplitFractions& fractions) {
  return std::min({fractions.train, fractions.val, fractions.test});
}

}  // namespace

std::vector<Split> random_split(const GroupedElements& by_group, const SplitConfig& config,
                                const std::vector<bool>& tested) {
  const Elements& elements = by_group.elements;
  const RowCategories categories(elements, smallest(config.fractions));
  BalancedBins bins(by_group.list, categories, fraction_list(config.fractions));
  const std::vector<std::size_t> order =
      large_first(drawn_order(by_group.keys, static_cast<std::uint64_t>(config.seed), GroupDraw::split), by_group.list);
  const auto is_tested = [&](std::size_t group) {
    return !tested.empty() && tested[by_group.list.rows(group).front()];
  };
  for (const std::size_t group : order) {
    if (is_tested(group)) {
      bins.put(group, static_cast<std::size_t>(Split::test));
    }
  }
  std::vector<Split> splits(elements.rows(), Split::test);
  for (const std::size_t group : order) {
    if (is_tested(group)) {
      continue;
    }
    const auto split = static_cast<Split>(bins.place(group));
    for (const std::size_t row : by_group.list.rows(group)) {
      splits[row] = split;
    }
  }
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    if (bins.rows_in(s) == 0.0) {
      fail(ErrorKind::input, "split ", split_name(static_cast<Split>(s)), " got no row: ", elements.rows(), " rows in ",
           by_group.list.size(), " groups are too few for the fractions asked for");
    }
  }
  return splits;
}

SplitDeviation split_deviation(const Elements& elements, const std::vector<Split>& splits,
                               const SplitFractions& fractions) {
  const RowCategories categories(elements, smallest(fractions));
  std::array<double, kSplitCount> rows{};
  std::array<std::vector<double>, kSplitCount> held;
  held.fill(std::vector<double>(categories.size(), 0.0));
  double all = 0.0;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    if (!is_used(splits[row])) {
      continue;
    }
    const auto split = static_cast<std::size_t>(splits[row]);
    rows.at(split) += 1.0;
    all += 1.0;
    for (const std::uint32_t category : categories.of(row)) {
      held.at(split)[category] += 1.0;
    }
  }
  SplitDeviation deviation;
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    deviation.size = std::max(deviation.size, std::abs(rows.at(s) / all - fraction_list(fractions).at(s)));
    for (const CategoryColumn& column : categories.columns()) {
      double& worst = deviation.shares[column.name];
      for (std::size_t c = column.begin; c < column.end && rows.at(s) > 0.0; ++c) {
        const double total = held[0][c] + held[1][c] + held[2][c];
        worst = std::max(worst, std::abs(held.at(s)[c] / rows.at(s) - total / all));
      }
    }
  }
  return deviation;
}

}  // namespace cre
