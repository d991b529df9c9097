#include "statistics/classification.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "core/error.h"

namespace cre {

std::vector<std::uint8_t> active_labels(std::span<const double> values, double cut) {
  std::vector<std::uint8_t> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(),
                 [&](double v) { return static_cast<std::uint8_t>(v >= cut ? 1 : 0); });
  return out;
}

double auroc(std::span<const std::uint8_t> label, std::span<const double> score) {
  const std::vector<std::int32_t> once(score.size(), 1);
  const ResampledRanks ranks(score);
  RankScratch scratch;
  ranks.compute(once, score.size(), scratch);
  return resampled_auroc(label, ranks, scratch, once);
}

double resampled_auroc(std::span<const std::uint8_t> label, const ResampledRanks& score, const RankScratch& score_ranks,
                       std::span<const std::int32_t> counts) {
  require(label.size() == score.position().size() && counts.size() == label.size(),
          "every row has a label and a count");
  // With ranks doubled and centred, R = 2 * mid-rank - (n + 1), those of the rows with label 1 sum to 2 U - n1 n0.
  std::int64_t sum = 0;
  std::int64_t ones = 0;
  std::int64_t zeros = 0;
  for (std::size_t row = 0; row < label.size(); ++row) {
    const std::int64_t count = counts[row];
    const std::int64_t of_ones = label[row] != 0 ? count : 0;
    ones += of_ones;
    zeros += count - of_ones;
    sum += of_ones * score_ranks.rank[score.position()[row]];
  }
  if (ones == 0 || zeros == 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double pairs = static_cast<double>(ones) * static_cast<double>(zeros);
  return 0.5 * (static_cast<double>(sum) / pairs + 1.0);
}

ResampledPrecision::ResampledPrecision(std::span<const std::uint8_t> label, std::span<const double> score)
    : label_(label.begin(), label.end()), order_(distinct_order(score)) {
  require(label.size() == score.size(), "every row has a label and a score");
}

double ResampledPrecision::compute(std::span<const std::int32_t> counts) const {
  require(counts.size() == label_.size(), "every row has a count");
  std::vector<std::int64_t> rows(order_.count);
  std::vector<std::int64_t> ones(order_.count);
  for (std::size_t row = 0; row < counts.size(); ++row) {
    rows[order_.position[row]] += counts[row];
    ones[order_.position[row]] += label_[row] != 0 ? counts[row] : 0;
  }
  double passed = 0.0;
  double found = 0.0;
  double sum = 0.0;
  for (std::size_t position = rows.size(); position-- > 0;) {
    if (rows[position] == 0) {
      continue;
    }
    passed += static_cast<double>(rows[position]);
    found += static_cast<double>(ones[position]);
    sum += static_cast<double>(ones[position]) * found / passed;
  }
  return found > 0.0 ? sum / found : std::numeric_limits<double>::quiet_NaN();
}

double average_precision(std::span<const std::uint8_t> label, std::span<const double> score) {
  return ResampledPrecision(label, score).compute(std::vector<std::int32_t>(score.size(), 1));
}

}  // namespace cre
