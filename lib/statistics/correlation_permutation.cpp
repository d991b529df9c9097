#include "statistics/correlation_permutation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"
#include "core/random.h"
#include "statistics/ranks.h"
#include "statistics/summary.h"

namespace cre {

namespace {

/// Hands out the words of a stream, about so many, fetched many at a time.
class WordSource {
 public:
  WordSource(const RandomStream& stream, std::size_t about)
      : stream_(stream), batch_(std::min(about, words_.size())), used_(batch_) {}

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
    if (used_ == batch_) {
      stream_.fill(std::span(words_).first(batch_));
      used_ = 0;
    }
    return words_[used_++];
  }

  RandomStream stream_;
  std::array<std::uint32_t, 1024> words_;
  std::size_t batch_, used_;
};

/// Sum of x[i] * shuffled y[i]; a row's product is added once its place is final. `y` is left shuffled.
template <class Sum, class Value>
Sum shuffled_product(std::span<const Value> x, std::span<Value> y, WordSource& words) {
  Sum sum = 0;
  for (std::size_t i = y.size(); i-- > 0;) {
    std::swap(y[i], y[words.below(static_cast<std::uint32_t>(i + 1))]);
    sum += static_cast<Sum>(x[i]) * y[i];
  }
  return sum;
}

/// x and y have means of 0, so the sum of products orders permutations as the correlation does.
template <class Sum, class Value>
PermutationP p_of(const std::vector<Value>& x, const std::vector<Value>& y, Sum rounding,
                  const CorrelationPermutationPlan& plan, unsigned threads) {
  Sum observed = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    observed += static_cast<Sum>(x[i]) * y[i];
  }
  constexpr std::size_t kPermutationsAtOnce = 32;
  const std::size_t blocks = (plan.permutations + kPermutationsAtOnce - 1) / kPermutationsAtOnce;
  std::vector<std::size_t> as_far(blocks);
  std::vector<std::size_t> as_high(blocks);
  parallel_for(blocks, threads, [&](std::size_t block) {
    std::vector<Value> shuffled(y.size());
    const std::size_t end = std::min(plan.permutations, (block + 1) * kPermutationsAtOnce);
    for (std::size_t j = block * kPermutationsAtOnce; j < end; ++j) {
      std::copy(y.begin(), y.end(), shuffled.begin());
      WordSource words(RandomStream(RandomPurpose::correlation_permutation, plan.seed, j), y.size());
      const Sum sum = shuffled_product<Sum, Value>(x, shuffled, words);
      as_far[block] += std::abs(sum) >= std::abs(observed) - rounding ? 1 : 0;
      as_high[block] += sum >= observed - rounding ? 1 : 0;
    }
  });
  std::size_t far = 0;
  std::size_t high = 0;
  for (std::size_t block = 0; block < blocks; ++block) {
    far += as_far[block];
    high += as_high[block];
  }
  const auto all = static_cast<double>(plan.permutations + 1);
  return {static_cast<double>(far + 1) / all, static_cast<double>(high + 1) / all};
}

bool without_correlation(std::span<const double> x, std::span<const double> y) {
  require(x.size() == y.size(), "correlated series have equal lengths");
  require(x.size() < std::numeric_limits<std::uint32_t>::max(), "at most 2^32 - 2 rows can be permuted");
  const auto one_value = [](std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
  };
  return x.size() < 2 || one_value(x) || one_value(y);
}

constexpr PermutationP kNoTest = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};

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

}  // namespace

PermutationP spearman_permutation_p(std::span<const double> x, std::span<const double> y,
                                    const CorrelationPermutationPlan& plan, unsigned threads) {
  constexpr std::size_t kMostRows = 2'000'000;  // n^3 / 3 stays below 2^63
  require(x.size() <= kMostRows, "at most 2,000,000 ranks can be permuted");
  if (without_correlation(x, y)) {
    return kNoTest;
  }
  return p_of<std::int64_t>(centred_ranks(x), centred_ranks(y), std::int64_t{0}, plan, threads);
}

PermutationP pearson_permutation_p(std::span<const double> x, std::span<const double> y,
                                   const CorrelationPermutationPlan& plan, unsigned threads) {
  if (without_correlation(x, y)) {
    return kNoTest;
  }
  return p_of<double>(unit_length(x), unit_length(y), 1e-12, plan, threads);
}

}  // namespace cre
