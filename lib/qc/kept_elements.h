#pragma once
// The elements while cre-qc works on them.

#include <cmath>
#include <cstddef>

#include "qc/element_weights.h"
#include "sequence/packed_sequences.h"
#include "storage/elements.h"

namespace cre {

/// As in elements.h5, which has the sequences as codes, and of each value mask and weight.
struct KeptElements : PackedElements {
  PackedSequences sequences;  // (N) inserts of L letters A, C, G, T, N
  ElementWeights weights;     // of the values as they are: see weigh_elements

  /// Of value number row * K + task.
  bool is_measured(std::size_t i) const { return !std::isnan(activity[i]); }
  float weight(std::size_t i) const { return weights.of(i % task_count(), is_measured(i), standard_error[i]); }
};

}  // namespace cre
