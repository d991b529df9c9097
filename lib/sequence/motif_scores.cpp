#include "sequence/motif_scores.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

MotifScores scores_of(const Motif& motif, const std::string& file, double pseudocount) {
  const PerBase& background = motif.background;
  MotifScores scores;
  scores.name = motif.label();
  for (std::size_t row = 0; row < motif.width(); ++row) {
    PerCode column{};
    for (std::uint8_t base = 0; base < kBaseN; ++base) {
      const double mixed = (motif.probability[row][base] + pseudocount * background[base]) / (1.0 + pseudocount);
      if (!(mixed > 0.0)) {
        fail(ErrorKind::input, file, ", line ", motif.first_line + static_cast<std::int64_t>(row), ": motif ",
             motif.label(), ", position ", row + 1, ": probability 0 of ", base_letter(base),
             " has no logarithm; allowed: above 0, or a pseudocount above 0");
      }
      column[base] = std::log2(mixed / background[base]);
    }
    column[kBaseN] = *std::min_element(column.begin(), column.begin() + kBaseN);
    scores.columns.push_back(column);
  }
  return scores;
}

}  // namespace

double MotifScores::largest() const {
  double sum = 0.0;
  for (const PerCode& column : columns) {
    sum += *std::max_element(column.begin(), column.end());
  }
  return sum;
}

std::vector<MotifScores> log_odds(const MotifSet& set, double pseudocount) {
  std::vector<MotifScores> out;
  out.reserve(set.motifs.size());
  for (const Motif& motif : set.motifs) {
    out.push_back(scores_of(motif, set.file, pseudocount));
  }
  return out;
}

MotifScores reverse_complement(const MotifScores& scores) {
  MotifScores other = scores;
  std::reverse(other.columns.begin(), other.columns.end());
  for (PerCode& column : other.columns) {
    std::swap(column[kBaseA], column[kBaseT]);
    std::swap(column[kBaseC], column[kBaseG]);
  }
  return other;
}

}  // namespace cre
