#pragma once
// From a p-value to the score that a motif must reach.

#include "sequence/motif_scores.h"

namespace cre {

/// Scores are rounded up to multiples of this for their distribution, in bits.
inline constexpr double kScoreStep = 0.01;

/// A score t, nearly the smallest, with P(score of one window on one strand >= t) <= p_value when its bases are drawn
/// independently from `background`: the distribution of the rounded sum, column by column (dynamic programming, as in
/// FIMO and MOODS; Touzet and Varre 2007). Rounding up makes t at most (w + 1) steps larger than need be, never too
/// small. When even the best word is more probable than p_value, t is half a step below the score of that word.
/// p_value in (0, 1).
double score_threshold(const MotifScores& scores, const PerBase& background, double p_value);

}  // namespace cre
