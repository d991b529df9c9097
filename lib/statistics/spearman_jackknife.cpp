#include "statistics/spearman_jackknife.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/error.h"
#include "statistics/jackknife.h"
#include "statistics/ranks.h"
#include "statistics/resampled_ranks.h"

namespace cre {

namespace {

__extension__ using WideInteger = __int128;

/// One series: ranks are doubled and centred, 2 * mid-rank - (n + 1), as in RankBatch.
struct RankedSeries {
  DistinctOrder order;
  std::vector<std::int64_t> ties;  // (distinct) rows with the value
  std::vector<std::int64_t> rank;  // (distinct)
  std::vector<std::int64_t>
      weight_above;       // (distinct) sum of 2 * other's rank over rows above, and once over equal rows
  WideInteger cubes = 0;  // sum of ties^3

  explicit RankedSeries(std::span<const double> values)
      : order(distinct_order(values)), ties(order.count), rank(order.count), weight_above(order.count) {
    for (const std::uint32_t position : order.position) {
      ++ties[position];
    }
    auto before = -static_cast<std::int64_t>(values.size());
    for (std::size_t position = 0; position < rank.size(); ++position) {
      rank[position] = before + ties[position];
      before += 2 * ties[position];
      cubes += WideInteger{ties[position]} * ties[position] * ties[position];
    }
  }

  std::int64_t rank_of(std::uint32_t row) const { return rank[order.position[row]]; }

  void weigh(const RankedSeries& other) {
    std::vector<std::int64_t> here(order.count);
    for (std::uint32_t row = 0; row < order.position.size(); ++row) {
      here[order.position[row]] += other.rank_of(row);
    }
    std::int64_t above = 0;
    for (std::size_t position = here.size(); position-- > 0;) {
      weight_above[position] = 2 * above + here[position];
      above += here[position];
    }
  }

  /// What the doubled mid-rank of `row` loses with `left_out`: 2 when that is smaller, 1 when equal, else 0.
  std::int64_t loss(std::uint32_t row, std::uint32_t left_out) const {
    const std::uint32_t at = order.position[row];
    const std::uint32_t out = order.position[left_out];
    return out < at ? 2 : (out == at ? 1 : 0);
  }

  /// Sum of the squared doubled centred ranks that are left: (n^3 - sum t^3) / 3.
  double squares_without(std::span<const std::uint32_t> left_out) {
    WideInteger left_cubes = cubes;
    for (const std::uint32_t row : left_out) {
      const WideInteger t = ties[order.position[row]]--;
      left_cubes -= t * t * t - (t - 1) * (t - 1) * (t - 1);
    }
    for (const std::uint32_t row : left_out) {
      ++ties[order.position[row]];
    }
    const auto n = static_cast<WideInteger>(order.position.size() - left_out.size());
    return static_cast<double>(n * n * n - left_cubes) / 3.0;
  }
};

/// Counts of rows by position, with sums over all positions from one on (Fenwick 1994).
class CountsFrom {
 public:
  explicit CountsFrom(std::uint32_t positions) : tree_(positions + 1) {}
  void add(std::uint32_t position) {
    for (std::size_t i = tree_.size() - 1 - position; i < tree_.size(); i += i & (0 - i)) {
      ++tree_[i];
    }
  }
  std::int64_t from(std::uint32_t position) const {
    std::int64_t sum = 0;
    for (std::size_t i = tree_.size() - 1 - position; i > 0; i -= i & (0 - i)) {
      sum += tree_[i];
    }
    return sum;
  }

 private:
  std::vector<std::int64_t> tree_;  // 1-based, last position first
};

bool by_counts(std::span<const std::uint32_t> rows, std::size_t n) {
  return rows.size() > 1 && rows.size() * rows.size() > n;
}

/// For each unit: sum over pairs (g, h) of its rows and over all rows i of x.loss(i, g) * y.loss(i, h).
std::vector<std::int64_t> joint_losses(const RankedSeries& x, const RankedSeries& y, const ResampleUnits& units,
                                       const RowsOfUnits& rows) {
  const std::size_t n = units.rows;
  const RowsOfUnits at(ResampleUnits{.unit_of_row = x.order.position, .count = x.order.count, .rows = n});
  CountsFrom counts(y.order.count);
  std::vector<std::int64_t> out(units.count);
  for (std::uint32_t position = x.order.count; position-- > 0;) {
    // Rows above have been counted twice, equal ones once, and so on both axes.
    const std::span<const std::uint32_t> equal = at.of(position);
    for (const std::uint32_t row : equal) {
      counts.add(y.order.position[row]);
    }
    for (const std::uint32_t row : equal) {
      const std::uint32_t unit = unit_of(units, row);
      const std::span<const std::uint32_t> together = rows.of(unit);
      if (by_counts(together, n)) {
        continue;
      }
      for (const std::uint32_t other : together) {
        out[unit] += counts.from(y.order.position[other]) + counts.from(y.order.position[other] + 1);
      }
    }
    for (const std::uint32_t row : equal) {
      counts.add(y.order.position[row]);
    }
  }
  return out;
}

double rho(double products, double x_squares, double y_squares) {
  if (x_squares == 0.0 || y_squares == 0.0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return std::clamp(products / (std::sqrt(x_squares) * std::sqrt(y_squares)), -1.0, 1.0);
}

/// Sum of products of the doubled centred ranks that are left. Row i of those has rank r_i + g - sum of its losses, g
/// being the number of rows left out; the sum is taken over all rows, then the left-out ones are taken off.
WideInteger products_without(const RankedSeries& x, const RankedSeries& y, WideInteger all,
                             std::span<const std::uint32_t> left_out, std::int64_t joint_loss) {
  const auto n = static_cast<std::int64_t>(x.order.position.size());
  const auto size = static_cast<std::int64_t>(left_out.size());
  WideInteger sum = all + WideInteger{n} * size * size + joint_loss;
  for (const std::uint32_t g : left_out) {
    // All rows together lose n - r_g to row g.
    sum -= y.weight_above[y.order.position[g]] + size * (n - y.rank_of(g));
    sum -= x.weight_above[x.order.position[g]] + size * (n - x.rank_of(g));
    std::int64_t rank_x = x.rank_of(g) + size;
    std::int64_t rank_y = y.rank_of(g) + size;
    for (const std::uint32_t h : left_out) {
      rank_x -= x.loss(g, h);
      rank_y -= y.loss(g, h);
    }
    sum -= WideInteger{rank_x} * rank_y;
  }
  return sum;
}

/// The same for some units, by the counts of what is left.
void fill_by_counts(std::span<const double> x, std::span<const double> y, const RowsOfUnits& rows,
                    std::span<const std::uint32_t> units, std::vector<double>& out) {
  const ResampledRanks order_x(x);
  const ResampledRanks order_y(y);
  const std::vector<std::uint8_t> no_label(x.size());
  const ResampleBatch all = every_row_once(x.size());
  ResampleBatch batch;
  RankBatch ranks;
  for (std::size_t first = 0; first < units.size(); first += kBatch) {
    const std::span<const std::uint32_t> together = units.subspan(first, std::min(kBatch, units.size() - first));
    batch = all;
    for (std::size_t b = 0; b < together.size(); ++b) {
      for (const std::uint32_t row : rows.of(together[b])) {
        batch.counts[row][b] = 0;
        --batch.drawn[b];
      }
    }
    order_x.compute(batch, ranks);
    const BatchValues spearman = order_y.measures(batch, ranks, no_label).spearman;
    for (std::size_t b = 0; b < together.size(); ++b) {
      out[together[b]] = spearman[b];
    }
  }
}

}  // namespace

std::vector<double> spearman_without_each(std::span<const double> x, std::span<const double> y,
                                          const ResampleUnits& units) {
  require(x.size() == y.size() && units.rows == x.size(), "units are those of the rows of both series");
  RankedSeries ranked_x(x);
  RankedSeries ranked_y(y);
  ranked_x.weigh(ranked_y);
  ranked_y.weigh(ranked_x);
  WideInteger all = 0;
  for (std::uint32_t row = 0; row < x.size(); ++row) {
    all += WideInteger{ranked_x.rank_of(row)} * ranked_y.rank_of(row);
  }
  const RowsOfUnits rows(units);
  const std::vector<std::int64_t> joint = joint_losses(ranked_x, ranked_y, units, rows);

  std::vector<double> out(units.count);
  std::vector<std::uint32_t> large;
  for (std::uint32_t unit = 0; unit < units.count; ++unit) {
    const std::span<const std::uint32_t> left_out = rows.of(unit);
    if (by_counts(left_out, x.size())) {
      large.push_back(unit);
      continue;
    }
    out[unit] = rho(static_cast<double>(products_without(ranked_x, ranked_y, all, left_out, joint[unit])),
                    ranked_x.squares_without(left_out), ranked_y.squares_without(left_out));
  }
  if (!large.empty()) {
    fill_by_counts(x, y, rows, large, out);
  }
  return out;
}

}  // namespace cre
