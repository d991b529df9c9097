#include "statistics/resampled_ranks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "core/error.h"
#include "statistics/ascending_order.h"
#include "statistics/count_lanes.h"

namespace cre {

namespace {

/// Rows so far ahead in the order are fetched while a row is worked on: they are anywhere in memory.
constexpr std::size_t kAhead = 24;

struct Order {
  const std::uint32_t* row;
  const std::uint8_t* tied;
  std::size_t rows;
};

struct RankSums {
  BatchValues cubes{};                 // of the number of drawn rows of each distinct value
  BatchValues product{};               // of both ranks over drawn rows
  BatchValues ones{}, rank_of_ones{};  // drawn rows of label 1 and their ranks
  BatchValues precision{};             // sum over drawn rows of label 1
};

// Mid-rank of t equal rows above `below` smaller ones: below + (t + 1) / 2; centred and doubled: 2 below + t - n. In
// both loops `before` is 2 below - n.

struct RankRows {
  template <std::size_t kLanes>
  [[gnu::always_inline]] static void run(const ResampleBatch* batch, Order order, BatchRank* rank, BatchValues* cubes) {
    for (std::size_t part = 0; part < kBatch; part += kLanes) {
      rank_part<kLanes>(*batch, part, order, rank, cubes->data() + part);
    }
  }

  template <std::size_t kLanes>
  [[gnu::always_inline]] static void rank_part(const ResampleBatch& batch, std::size_t part, const Order& order,
                                               BatchRank* rank, double* cubes_of_part) {
    lanes::Ints<kLanes> before;
    lanes::load_from(batch.drawn.data() + part, before);
    before = -before;
    lanes::Doubles<kLanes> cubes{};
    for (std::size_t i = 0; i < order.rows;) {
      lanes::Ints<kLanes> ties;
      lanes::load_counts<kLanes>(batch.counts[order.row[i]], part, ties);
      std::size_t end = i + 1;
      for (; end < order.rows && order.tied[end] != 0; ++end) {
        lanes::Ints<kLanes> count;
        lanes::load_counts<kLanes>(batch.counts[order.row[end]], part, count);
        ties += count;
      }
      const auto t = __builtin_convertvector(ties, lanes::Doubles<kLanes>);
      const lanes::Ints<kLanes> of_all = before + ties;
      cubes += t * t * t;
      before += 2 * ties;
      for (; i < end; ++i) {
        lanes::store_to(of_all, rank[order.row[i]].of + part);
      }
    }
    lanes::store_to(cubes, cubes_of_part);
  }
};

/// Drawn rows of label 1, which the walk below must know from its beginning: precision counts from the highest score.
struct CountOnes {
  template <std::size_t kLanes>
  [[gnu::always_inline]] static void run(const BatchCount* counts, const std::uint8_t* label, std::size_t rows,
                                         BatchValues* ones) {
    for (std::size_t part = 0; part < kBatch; part += kLanes) {
      lanes::Ints<kLanes> sum{};
      for (std::size_t row = 0; row < rows; ++row) {
        if (label[row] != 0) {
          lanes::Ints<kLanes> count;
          lanes::load_counts<kLanes>(counts[row], part, count);
          sum += count;
        }
      }
      lanes::store_to(__builtin_convertvector(sum, lanes::Doubles<kLanes>), ones->data() + part);
    }
  }
};

struct WalkScores {
  template <std::size_t kLanes>
  [[gnu::always_inline]] static void run(const ResampleBatch* batch, Order order, const BatchRank* measured,
                                         const std::uint8_t* label, RankSums* sums) {
    for (std::size_t part = 0; part < kBatch; part += kLanes) {
      walk_part<kLanes>(*batch, part, order, measured, label, *sums);
    }
  }

  template <std::size_t kLanes>
  [[gnu::always_inline]] static void walk_part(const ResampleBatch& batch, std::size_t part, const Order& order,
                                               const BatchRank* measured, const std::uint8_t* label, RankSums& sums) {
    using Ints = lanes::Ints<kLanes>;
    using Doubles = lanes::Doubles<kLanes>;
    Ints drawn;
    lanes::load_from(batch.drawn.data() + part, drawn);
    Ints before = -drawn;
    Doubles cubes{}, product{}, rank_of_ones{}, precision{};
    Doubles found;  // at or above the score of this step
    lanes::load_from(sums.ones.data() + part, found);
    for (std::size_t i = 0; i < order.rows;) {
      if (i + kAhead < order.rows) {
        __builtin_prefetch(measured + order.row[i + kAhead]);
        __builtin_prefetch(batch.counts.data() + order.row[i + kAhead]);
      }
      // Rows of one score pass at once; mostly it is one row.
      const std::uint32_t row = order.row[i];
      bool any_one = label[row] != 0;
      Ints ties, other_rank;
      lanes::load_counts<kLanes>(batch.counts[row], part, ties);
      lanes::load_from(measured[row].of + part, other_rank);
      const auto c = __builtin_convertvector(ties, Doubles);
      Doubles measured_ranks = c * __builtin_convertvector(other_rank, Doubles);
      Doubles ones = any_one ? c : Doubles{};
      for (++i; i < order.rows && order.tied[i] != 0; ++i) {
        const std::uint32_t other = order.row[i];
        const bool is_one = label[other] != 0;
        any_one = any_one || is_one;
        Ints count;
        lanes::load_counts<kLanes>(batch.counts[other], part, count);
        lanes::load_from(measured[other].of + part, other_rank);
        const auto also = __builtin_convertvector(count, Doubles);
        ties += count;
        measured_ranks += also * __builtin_convertvector(other_rank, Doubles);
        ones += is_one ? also : Doubles{};
      }
      const auto t = __builtin_convertvector(ties, Doubles);
      const auto rank = __builtin_convertvector(before + ties, Doubles);
      cubes += t * t * t;
      product += measured_ranks * rank;
      if (any_one) {
        const auto passed = __builtin_convertvector(drawn - before, Doubles) * 0.5;
        const Doubles gained = ones * found / passed;
        rank_of_ones += ones * rank;
        precision += ones > 0.0 ? gained : ones;  // 0 / 0 when nothing has passed
        found -= ones;
      }
      before += 2 * ties;
    }
    lanes::store_to(cubes, sums.cubes.data() + part);
    lanes::store_to(product, sums.product.data() + part);
    lanes::store_to(rank_of_ones, sums.rank_of_ones.data() + part);
    lanes::store_to(precision, sums.precision.data() + part);
  }
};

/// With t equal rows each, the squares of all n centred and doubled mid-ranks sum to (n^3 - sum t^3) / 3.
double rank_squares(double n, double cubes) {
  return (n * n * n - cubes) / 3.0;
}

}  // namespace

ResampledRanks::ResampledRanks(std::span<const double> values) : order_(ascending_order(values)), tied_(values.size()) {
  for (std::size_t i = 1; i < order_.size(); ++i) {
    tied_[i] = values[order_[i]] == values[order_[i - 1]] ? 1 : 0;
  }
}

void ResampledRanks::compute(const ResampleBatch& batch, RankBatch& ranks) const {
  require(batch.counts.size() == order_.size(), "every row has a count");
  ranks.rank.resize(order_.size());
  BatchValues cubes;
  run_in_registers<RankRows>(&batch, Order{order_.data(), tied_.data(), order_.size()}, ranks.rank.data(), &cubes);
  for (std::size_t b = 0; b < kBatch; ++b) {
    ranks.sum_of_squares[b] = rank_squares(batch.drawn[b], cubes[b]);
  }
}

ScoreMeasures ResampledRanks::measures(const ResampleBatch& batch, const RankBatch& measured,
                                       std::span<const std::uint8_t> label) const {
  require(
      batch.counts.size() == order_.size() && measured.rank.size() == order_.size() && label.size() == order_.size(),
      "every row has a count, a rank and a label");
  RankSums sums;
  run_in_registers<CountOnes>(batch.counts.data(), label.data(), label.size(), &sums.ones);
  run_in_registers<WalkScores>(&batch, Order{order_.data(), tied_.data(), order_.size()}, measured.rank.data(),
                               label.data(), &sums);
  ScoreMeasures out{undefined_batch(), undefined_batch(), undefined_batch()};
  for (std::size_t b = 0; b < kBatch; ++b) {
    const double n = batch.drawn[b];
    const double squares = rank_squares(n, sums.cubes[b]);
    if (squares > 0.0 && measured.sum_of_squares[b] > 0.0) {
      const double scale = std::sqrt(measured.sum_of_squares[b]) * std::sqrt(squares);
      out.spearman[b] = std::clamp(sums.product[b] / scale, -1.0, 1.0);
    }
    const double ones = sums.ones[b];
    const double zeros = n - ones;
    if (ones > 0.0 && zeros > 0.0) {
      // With ranks doubled and centred, R = 2 * mid-rank - (n + 1), those of the rows with label 1 sum to 2 U - n1 n0.
      out.auroc[b] = 0.5 * (sums.rank_of_ones[b] / (ones * zeros) + 1.0);
    }
    if (ones > 0.0) {
      out.average_precision[b] = sums.precision[b] / ones;
    }
  }
  return out;
}

}  // namespace cre
