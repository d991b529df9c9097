#include "split/strategies/random_split.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/random.h"

namespace cre {

namespace {

/// Rows by target cell; the first place counts rows whose cell is unknown.
using CellCounts = std::vector<double>;

std::size_t cell_index(std::int16_t cell) {
  return static_cast<std::size_t>(cell + 1);
}

std::array<double, kSplitCount> fraction_list(const SplitFractions& fractions) {
  return {fractions.train, fractions.val, fractions.test};
}

/// What a split holds so far and what it should hold in the end.
struct Bin {
  double rows = 0.0;
  CellCounts cells;
  double aim_rows = 0.0;
  CellCounts aim_cells;

  /// Change of sum((held - aim)^2 / aim) over row count and cells when a group is added.
  double worsening(double group_rows, const CellCounts& group_cells) const {
    const auto change = [](double held, double added, double aim) {
      return aim > 0.0 ? added * (2.0 * (held - aim) + added) / aim : 0.0;
    };
    double sum = change(rows, group_rows, aim_rows);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      sum += change(cells[c], group_cells[c], aim_cells[c]);
    }
    return sum;
  }

  void add(double group_rows, const CellCounts& group_cells) {
    rows += group_rows;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      cells[c] += group_cells[c];
    }
  }
};

std::vector<std::vector<std::size_t>> rows_of_groups(const std::vector<std::int64_t>& groups) {
  const auto largest = std::max_element(groups.begin(), groups.end());
  std::vector<std::vector<std::size_t>> rows(groups.empty() ? 0 : static_cast<std::size_t>(*largest) + 1);
  for (std::size_t row = 0; row < groups.size(); ++row) {
    rows[static_cast<std::size_t>(groups[row])].push_back(row);
  }
  return rows;
}

CellCounts count_cells(const Elements& elements, const std::vector<std::size_t>& rows) {
  CellCounts counts(elements.task_count() + 1, 0.0);
  for (const std::size_t row : rows) {
    counts[cell_index(elements.target_cell[row])] += 1.0;
  }
  return counts;
}

std::array<Bin, kSplitCount> empty_bins(const Elements& elements, const SplitFractions& fractions) {
  std::vector<std::size_t> all(elements.rows());
  for (std::size_t row = 0; row < all.size(); ++row) {
    all[row] = row;
  }
  const CellCounts total = count_cells(elements, all);
  std::array<Bin, kSplitCount> bins;
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    const double fraction = fraction_list(fractions).at(s);
    bins.at(s).cells.assign(total.size(), 0.0);
    bins.at(s).aim_rows = fraction * static_cast<double>(elements.rows());
    for (const double cell : total) {
      bins.at(s).aim_cells.push_back(fraction * cell);
    }
  }
  return bins;
}

}  // namespace

std::vector<Split> random_split(const Elements& elements, const std::vector<std::int64_t>& groups,
                                const SplitConfig& config, const std::vector<bool>& tested) {
  const auto members = rows_of_groups(groups);
  RandomStream stream(RandomPurpose::split, static_cast<std::uint64_t>(config.seed));
  std::vector<std::int64_t> order = random_permutation(members.size(), stream);
  // Small groups can still even out what large ones left uneven.
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    return members[static_cast<std::size_t>(a)].size() > members[static_cast<std::size_t>(b)].size();
  });

  std::array<Bin, kSplitCount> bins = empty_bins(elements, config.fractions);
  std::vector<Split> splits(elements.rows(), Split::train);
  const auto is_tested = [&](std::int64_t group) {
    return !tested.empty() && tested[members[static_cast<std::size_t>(group)].front()];
  };
  const auto drawn = std::stable_partition(order.begin(), order.end(), is_tested);
  for (auto group = order.begin(); group != drawn; ++group) {
    const std::vector<std::size_t>& rows = members[static_cast<std::size_t>(*group)];
    bins.at(static_cast<std::size_t>(Split::test)).add(static_cast<double>(rows.size()), count_cells(elements, rows));
    for (const std::size_t row : rows) {
      splits[row] = Split::test;
    }
  }
  for (auto group = drawn; group != order.end(); ++group) {
    const std::vector<std::size_t>& rows = members[static_cast<std::size_t>(*group)];
    const CellCounts cells = count_cells(elements, rows);
    const auto size = static_cast<double>(rows.size());
    const auto best = std::min_element(bins.begin(), bins.end(), [&](const Bin& a, const Bin& b) {
      return a.worsening(size, cells) < b.worsening(size, cells);
    });
    best->add(size, cells);
    for (const std::size_t row : rows) {
      splits[row] = static_cast<Split>(best - bins.begin());
    }
  }
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    if (bins.at(s).rows == 0.0) {
      fail(ErrorKind::input, "split ", split_name(static_cast<Split>(s)), " got no row: ", elements.rows(), " rows in ",
           members.size(), " groups are too few for the fractions asked for");
    }
  }
  return splits;
}

SplitDeviation split_deviation(const Elements& elements, const std::vector<Split>& splits,
                               const SplitFractions& fractions) {
  std::array<std::vector<std::size_t>, kSplitCount> members;
  std::vector<std::size_t> all;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    members.at(static_cast<std::size_t>(splits[row])).push_back(row);
    all.push_back(row);
  }
  const CellCounts total = count_cells(elements, all);
  const auto rows = static_cast<double>(splits.size());
  SplitDeviation deviation;
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    const auto size = static_cast<double>(members.at(s).size());
    deviation.size = std::max(deviation.size, std::abs(size / rows - fraction_list(fractions).at(s)));
    const CellCounts cells = count_cells(elements, members.at(s));
    for (std::size_t c = 0; c < cells.size() && size > 0.0; ++c) {
      deviation.target_cell = std::max(deviation.target_cell, std::abs(cells[c] / size - total[c] / rows));
    }
  }
  return deviation;
}

}  // namespace cre
