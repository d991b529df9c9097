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
  lanes::Doubles cubes{};                 // of the number of drawn rows of each distinct value
  lanes::Doubles product{};               // of both ranks over drawn rows
  lanes::Doubles ones{}, rank_of_ones{};  // drawn rows of label 1 and their ranks
  lanes::Doubles precision{};             // sum over drawn rows of label 1
};

[[gnu::always_inline]] inline void start_below_all(const ResampleBatch& batch, lanes::Ints& before) {
  lanes::load_from(batch.drawn.data(), before);
  before = -before;
}

// Mid-rank of t equal rows above `below` smaller ones: below + (t + 1) / 2; centred and doubled: 2 below + t - n. In
// both loops `before` is 2 below - n.

CRE_VECTOR_CLONES
void rank_rows(const ResampleBatch& batch, const Order& order, BatchRank* rank, lanes::Doubles& cubes) {
  lanes::Ints before;
  start_below_all(batch, before);
  for (std::size_t i = 0; i < order.rows;) {
    lanes::Ints ties;
    lanes::load_from(batch.counts[order.row[i]], ties);
    std::size_t end = i + 1;
    for (; end < order.rows && order.tied[end] != 0; ++end) {
      lanes::Ints count;
      lanes::load_from(batch.counts[order.row[end]], count);
      ties += count;
    }
    lanes::Ints of_all;
    const auto t = __builtin_convertvector(ties, lanes::Doubles);
    of_all = before + ties;
    cubes += t * t * t;
    before += 2 * ties;
    for (; i < end; ++i) {
      std::memcpy(rank[order.row[i]].of, &of_all, sizeof(of_all));
    }
  }
}

/// Drawn rows of label 1, which the walk below must know from its beginning: precision counts from the highest score.
CRE_VECTOR_CLONES
void count_ones(const ResampleBatch& batch, std::span<const std::uint8_t> label, lanes::Doubles& ones) {
  for (std::size_t row = 0; row < label.size(); ++row) {
    if (label[row] != 0) {
      lanes::Ints count;
      lanes::load_from(batch.counts[row], count);
      ones += __builtin_convertvector(count, lanes::Doubles);
    }
  }
}

CRE_VECTOR_CLONES
void walk_scores(const ResampleBatch& batch, const Order& order, const BatchRank* measured, const std::uint8_t* label,
                 RankSums& result) {
  lanes::Ints drawn, before;
  lanes::load_from(batch.drawn.data(), drawn);
  start_below_all(batch, before);
  RankSums sums;
  lanes::Doubles found = result.ones;  // at or above the score of this step
  for (std::size_t i = 0; i < order.rows;) {
    if (i + kAhead < order.rows) {
      __builtin_prefetch(measured + order.row[i + kAhead]);
      __builtin_prefetch(batch.counts.data() + order.row[i + kAhead]);
    }
    // Rows of one score pass at once; mostly it is one row.
    const std::uint32_t row = order.row[i];
    bool any_one = label[row] != 0;
    lanes::Ints ties, other_rank;
    lanes::Doubles measured_ranks, ones;
    lanes::load_from(batch.counts[row], ties);
    lanes::load_from(measured[row].of, other_rank);
    const auto c = __builtin_convertvector(ties, lanes::Doubles);
    measured_ranks = c * __builtin_convertvector(other_rank, lanes::Doubles);
    ones = any_one ? c : lanes::Doubles{};
    for (++i; i < order.rows && order.tied[i] != 0; ++i) {
      const std::uint32_t other = order.row[i];
      const bool is_one = label[other] != 0;
      any_one = any_one || is_one;
      lanes::Ints count;
      lanes::load_from(batch.counts[other], count);
      lanes::load_from(measured[other].of, other_rank);
      const auto also = __builtin_convertvector(count, lanes::Doubles);
      ties += count;
      measured_ranks += also * __builtin_convertvector(other_rank, lanes::Doubles);
      ones += is_one ? also : lanes::Doubles{};
    }
    const auto t = __builtin_convertvector(ties, lanes::Doubles);
    const auto rank = __builtin_convertvector(before + ties, lanes::Doubles);
    sums.cubes += t * t * t;
    sums.product += measured_ranks * rank;
    if (any_one) {
      const auto passed = __builtin_convertvector(drawn - before, lanes::Doubles) * 0.5;
      const lanes::Doubles gained = ones * found / passed;
      sums.rank_of_ones += ones * rank;
      sums.precision += ones > 0.0 ? gained : ones;  // 0 / 0 when nothing has passed
      found -= ones;
    }
    before += 2 * ties;
  }
  sums.ones = result.ones;
  result = sums;
}

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
  lanes::Doubles cubes{};
  rank_rows(batch, {order_.data(), tied_.data(), order_.size()}, ranks.rank.data(), cubes);
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
  count_ones(batch, label, sums.ones);
  walk_scores(batch, {order_.data(), tied_.data(), order_.size()}, measured.rank.data(), label.data(), sums);
  ScoreMeasures out{undefined_batch(), undefined_batch(), undefined_batch()};
  for (std::size_t b = 0; b < kBatch; ++b) {
    const auto of = [&](const lanes::Doubles& doubles) { return doubles[b]; };
    const double n = batch.drawn[b];
    const double squares = rank_squares(n, of(sums.cubes));
    if (squares > 0.0 && measured.sum_of_squares[b] > 0.0) {
      const double scale = std::sqrt(measured.sum_of_squares[b]) * std::sqrt(squares);
      out.spearman[b] = std::clamp(of(sums.product) / scale, -1.0, 1.0);
    }
    const double ones = of(sums.ones);
    const double zeros = n - ones;
    if (ones > 0.0 && zeros > 0.0) {
      // With ranks doubled and centred, R = 2 * mid-rank - (n + 1), those of the rows with label 1 sum to 2 U - n1 n0.
      out.auroc[b] = 0.5 * (of(sums.rank_of_ones) / (ones * zeros) + 1.0);
    }
    if (ones > 0.0) {
      out.average_precision[b] = of(sums.precision) / ones;
    }
  }
  return out;
}

}  // namespace cre
