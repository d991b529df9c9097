#include "statistics/shuffled_sums.h"

#include <cstddef>
#include <utility>

#include "statistics/lanes.h"
#include "statistics/word_source.h"

namespace cre {

ShuffledSums::ShuffledSums(const CorrelatedSeries& series, std::uint64_t seed)
    : series_(series), seed_(seed), y_of_rank_(2 * series.rows() - 1) {
  for (std::size_t i = 0; i < series.rows(); ++i) {
    y_of_rank_[static_cast<std::size_t>(series.rank_y[i]) + series.rows() - 1] = series.y[i];
  }
}

double ShuffledSums::pearson(std::span<const std::int32_t> rank_y) const {
  const double* of_rank = y_of_rank_.data() + rank_y.size() - 1;
  return sum_in_lanes(rank_y.size(), [&](std::size_t i) { return series_.x[i] * of_rank[rank_y[i]]; });
}

void ShuffledSums::fill(std::size_t first, std::span<PermutedSums> out) const {
  std::vector<std::int32_t> shuffled;
  const std::int32_t* x = series_.rank_x.data();
  for (std::size_t j = 0; j < out.size(); ++j) {
    shuffled = series_.rank_y;
    std::int32_t* y = shuffled.data();
    WordSource words(RandomStream(RandomPurpose::correlation_permutation, seed_, first + j));
    std::int64_t spearman = 0;
    for (std::size_t i = shuffled.size(); i-- > 0;) {  // a row's product of ranks is added once its place is final
      std::swap(y[i], y[words.below(static_cast<std::uint32_t>(i + 1))]);
      spearman += std::int64_t{x[i]} * y[i];
    }
    out[j] = {.spearman = spearman, .pearson = pearson(shuffled)};
  }
}

}  // namespace cre
