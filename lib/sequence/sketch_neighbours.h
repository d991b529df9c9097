#pragma once
// Rows with many words in common with one of many others, by their MinHash sketches.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sequence/minhash.h"

namespace cre {

struct SketchNeighbour {
  std::size_t threshold = 0;  // number of the first threshold that a reference reaches; their number: none does
  std::size_t reference = 0;  // number of such a reference in its list
};

/// (queries) by the estimated Jaccard index. `queries` and `references` are rows of the sketches. All that reach a
/// threshold are found: of the n hashes of a sketch one that reaches t has one of any n - ceil(t n) + 1 in common, so
/// the rarest are looked up first, until one row reaches it. `thresholds` descending, each in (0, 1].
std::vector<SketchNeighbour> sketch_neighbours(const MinHashSketches& sketches, std::span<const std::uint32_t> queries,
                                               std::span<const std::uint32_t> references,
                                               const std::vector<double>& thresholds, unsigned threads);

}  // namespace cre
