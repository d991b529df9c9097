#pragma once
// The elements while cre-qc works on them.

#include "sequence/packed_sequences.h"
#include "storage/elements.h"

namespace cre {

/// As in elements.h5, which has the sequences as codes.
struct KeptElements : ElementColumns {
  PackedSequences sequences;  // (N) inserts of L letters A, C, G, T, N
};

}  // namespace cre
