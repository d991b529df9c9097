#include "sequence/motif_filter.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

constexpr double kLargestDeficit = 255.0;

// Mean plus one standard deviation of the score of a window of random bases. The best of a few hundred windows is
// nearly always above it, so the 255 steps are spent on the scores between here and the best word.
double common_score(const MotifScores& scores) {
  double mean = 0.0;
  double variance = 0.0;
  for (const PerCode& column : scores.columns) {
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t base = 0; base < kBaseN; ++base) {
      sum += column[base] / 4.0;
      squares += column[base] * column[base] / 4.0;
    }
    mean += sum;
    variance += squares - sum * sum;
  }
  return mean + std::sqrt(std::max(variance, 0.0));
}

std::vector<FilterRow> deficit_tables(const MotifScores& scores, const MotifFilter& filter) {
  const std::size_t per_lookup = filter.columns_per_lookup;
  const std::size_t codes = std::size_t{1} << (2 * per_lookup);
  std::vector<FilterRow> tables;
  for (std::size_t first = 0; first < scores.width(); first += per_lookup) {
    FilterRow& table = tables.emplace_back();
    const std::size_t end = std::min(first + per_lookup, scores.width());
    for (std::size_t entry = 0; entry < kFilterLanes; ++entry) {
      double below = 0.0;
      for (std::size_t at = first; at < end; ++at) {
        const PerCode& column = scores.columns[at];
        const std::size_t base = (entry % codes) >> (2 * (at - first)) & 3U;
        below += *std::max_element(column.begin(), column.end()) - column[base];
      }
      table[entry] = static_cast<std::uint8_t>(std::min(below / filter.step, kLargestDeficit));
    }
  }
  return tables;
}

}  // namespace

std::uint8_t MotifFilter::deficit_limit(double score) const {
  // One step more than exact arithmetic would need covers all rounding.
  return static_cast<std::uint8_t>(std::clamp((largest - score) / step + 1.0, 0.0, kLargestDeficit));
}

MotifFilter make_filter(const MotifScores& forward, const MotifScores& reverse, std::size_t columns_per_lookup) {
  require(columns_per_lookup == 2 || columns_per_lookup == 3, "a table of deficits has 16 or 64 entries");
  constexpr double kSmallestStep = 1e-6;  // a motif like the background has no scores to tell apart
  MotifFilter filter;
  filter.columns_per_lookup = columns_per_lookup;
  filter.largest = forward.largest();
  filter.step = std::max((filter.largest - common_score(forward)) / kLargestDeficit, kSmallestStep);
  filter.forward = deficit_tables(forward, filter);
  filter.reverse = deficit_tables(reverse, filter);
  return filter;
}

void pack_bases(std::span<const std::uint8_t> codes, std::size_t length, std::size_t columns_per_lookup,
                std::vector<FilterRow>& packed) {
  packed.assign(length, FilterRow{});
  const std::size_t sequences = length > 0 ? codes.size() / length : 0;
  require(sequences <= kFilterLanes, "a lane for each sequence");
  for (std::size_t lane = 0; lane < sequences; ++lane) {
    unsigned code = 0;
    const unsigned mask = (1U << (2 * columns_per_lookup)) - 1;
    for (std::size_t at = length; at-- > 0;) {
      code = (code << 2U | (codes[lane * length + at] & 3U)) & mask;  // N (4) becomes A (0)
      packed[at][lane] = static_cast<std::uint8_t>(code);
    }
  }
}

}  // namespace cre
