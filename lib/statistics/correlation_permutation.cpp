#include "statistics/correlation_permutation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"
#include "core/random.h"
#include "statistics/lanes.h"
#include "statistics/ranks.h"
#include "statistics/summary.h"

namespace cre {

namespace {

/// The words of a stream, a few thousand at a time.
class WordSource {
 public:
  explicit WordSource(const RandomStream& stream) : stream_(stream) {}

  /// Uniform below `bound`.
  std::uint32_t below(std::uint32_t bound) {
    std::uint64_t product = std::uint64_t{next()} * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
      const std::uint32_t passed_over = (0U - bound) % bound;  // 2^32 mod bound
      while (static_cast<std::uint32_t>(product) < passed_over) {
        product = std::uint64_t{next()} * bound;
      }
    }
    return static_cast<std::uint32_t>(product >> 32U);
  }

 private:
  std::uint32_t next() {
    if (used_ == words_.size()) {
      stream_.fill(words_);
      used_ = 0;
    }
    return words_[used_++];
  }

  RandomStream stream_;
  std::array<std::uint32_t, 1024> words_;
  std::size_t used_ = words_.size();
};

/// Both series of a correlation, such that the sum of products orders permutations as the correlation does.
struct Series {
  std::vector<std::int32_t> rank_x, rank_y;  // 2 * mid-rank - (n + 1)
  std::vector<double> x;                     // centred, of unit length
  std::vector<double> y_of_rank;             // y likewise, at (rank_y + n - 1)
};

struct Sums {
  std::int64_t spearman = 0;
  double pearson = 0.0;
};

double pearson_sum(const Series& series, std::span<const std::int32_t> rank_y) {
  const double* of_rank = series.y_of_rank.data() + rank_y.size() - 1;
  return sum_in_lanes(rank_y.size(), [&](std::size_t i) { return series.x[i] * of_rank[rank_y[i]]; });
}

Sums sums_as_they_are(const Series& series) {
  Sums sums{.spearman = 0, .pearson = pearson_sum(series, series.rank_y)};
  for (std::size_t i = 0; i < series.rank_y.size(); ++i) {
    sums.spearman += std::int64_t{series.rank_x[i]} * series.rank_y[i];
  }
  return sums;
}

/// Leaves the ranks shuffled. A row's product of ranks is added once its place is final.
Sums shuffled_sums(const Series& series, std::span<std::int32_t> rank_y, WordSource& words) {
  const std::int32_t* x = series.rank_x.data();
  std::int32_t* y = rank_y.data();
  std::int64_t spearman = 0;
  for (std::size_t i = rank_y.size(); i-- > 0;) {
    std::swap(y[i], y[words.below(static_cast<std::uint32_t>(i + 1))]);
    spearman += std::int64_t{x[i]} * y[i];
  }
  return {.spearman = spearman, .pearson = pearson_sum(series, rank_y)};
}

/// How many permutations are as far out as the sample.
struct Tally {
  std::size_t far = 0, high = 0;

  template <class Sum>
  void count(Sum sum, Sum observed, Sum rounding) {
    far += std::abs(sum) >= std::abs(observed) - rounding ? 1 : 0;
    high += sum >= observed - rounding ? 1 : 0;
  }
  void add(const Tally& other) {
    far += other.far;
    high += other.high;
  }
  PermutationP p(std::size_t permutations) const {
    const auto all = static_cast<double>(permutations + 1);
    return {static_cast<double>(far + 1) / all, static_cast<double>(high + 1) / all};
  }
};

struct Tallies {
  Tally spearman, pearson;
};

bool without_correlation(std::span<const double> x, std::span<const double> y) {
  require(x.size() == y.size(), "correlated series have equal lengths");
  require(x.size() < std::numeric_limits<std::uint32_t>::max(), "at most 2^32 - 2 rows can be permuted");
  const auto one_value = [](std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
  };
  return x.size() < 2 || one_value(x) || one_value(y);
}

/// 2 * mid-rank - (n + 1).
std::vector<std::int32_t> centred_ranks(std::span<const double> values) {
  std::vector<std::int32_t> out;
  for (const double rank : mid_ranks(values)) {
    out.push_back(static_cast<std::int32_t>(2.0 * rank) - static_cast<std::int32_t>(values.size() + 1));
  }
  return out;
}

/// (x - mean) / sqrt(sum (x - mean)^2).
std::vector<double> unit_length(std::span<const double> values) {
  const double centre = mean(values);
  double squares = 0.0;
  for (const double value : values) {
    squares += (value - centre) * (value - centre);
  }
  std::vector<double> out;
  for (const double value : values) {
    out.push_back((value - centre) / std::sqrt(squares));
  }
  return out;
}

Series prepared_series(std::span<const double> x, std::span<const double> y) {
  Series out{.rank_x = centred_ranks(x), .rank_y = centred_ranks(y), .x = unit_length(x), .y_of_rank = {}};
  out.y_of_rank.resize(2 * y.size() - 1);
  const std::vector<double> scaled = unit_length(y);
  for (std::size_t i = 0; i < y.size(); ++i) {
    out.y_of_rank[static_cast<std::size_t>(out.rank_y[i]) + y.size() - 1] = scaled[i];
  }
  return out;
}

}  // namespace

CorrelationPermutationP correlation_permutation_p(std::span<const double> x, std::span<const double> y,
                                                  const CorrelationPermutationPlan& plan, unsigned threads) {
  constexpr std::size_t kMostRows = 2'000'000;  // n^3 / 3 stays below 2^63
  constexpr double kRounding = 1e-12;
  constexpr std::size_t kPermutationsAtOnce = 32;
  require(x.size() <= kMostRows, "at most 2,000,000 rows can be permuted");
  if (without_correlation(x, y)) {
    return {};
  }
  const Series series = prepared_series(x, y);
  const Sums observed = sums_as_they_are(series);
  std::vector<Tallies> tallies((plan.permutations + kPermutationsAtOnce - 1) / kPermutationsAtOnce);
  parallel_for(tallies.size(), threads, [&](std::size_t block) {
    std::vector<std::int32_t> shuffled;
    const std::size_t end = std::min(plan.permutations, (block + 1) * kPermutationsAtOnce);
    for (std::size_t j = block * kPermutationsAtOnce; j < end; ++j) {
      shuffled = series.rank_y;
      WordSource words(RandomStream(RandomPurpose::correlation_permutation, plan.seed, j));
      const Sums sums = shuffled_sums(series, shuffled, words);
      tallies[block].spearman.count(sums.spearman, observed.spearman, std::int64_t{0});
      tallies[block].pearson.count(sums.pearson, observed.pearson, kRounding);
    }
  });
  Tallies all;
  for (const Tallies& block : tallies) {
    all.spearman.add(block.spearman);
    all.pearson.add(block.pearson);
  }
  return {.spearman = all.spearman.p(plan.permutations), .pearson = all.pearson.p(plan.permutations)};
}

}  // namespace cre
