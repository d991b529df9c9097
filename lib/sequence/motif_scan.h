#pragma once
// The best site of each motif in each sequence.

#include <cstdint>
#include <span>
#include <vector>

#include "sequence/motif_scores.h"

namespace cre {

/// (N, M) largest log-odds of each of the M motifs over all positions and both strands of each of N sequences of
/// `length` bases (codes 0-4, row-major). Exact: the largest window_score, summed in double precision and rounded once,
/// the same bits for any number of threads and with every kernel. Throws input when a motif is wider than `length`.
std::vector<float> scan_motifs(std::span<const std::uint8_t> codes, std::size_t length,
                               std::span<const MotifScores> motifs, unsigned threads);

struct FilterKernel;

/// The same with a given kernel of filter_kernels(), for tests and benchmarks.
std::vector<float> scan_motifs(std::span<const std::uint8_t> codes, std::size_t length,
                               std::span<const MotifScores> motifs, unsigned threads, const FilterKernel& kernel);

}  // namespace cre
