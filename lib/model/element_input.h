#pragma once
// Everything that a network reads of a set of elements, on the device: sequences, motif scores, target cells.

#include <cstdint>

#include <torch/torch.h>

#include "model/network.h"
#include "model/sequence_input.h"
#include "storage/dataset.h"

namespace cre {

struct ElementInput {
  SequenceInput sequences;
  at::Tensor motif_scores;  // float32 (N, M); undefined when the dataset has none
  at::Tensor target_cell;   // int64 (N), -1 = unknown

  /// Copies what is needed of `dataset` to `device`.
  ElementInput(const Dataset& dataset, const at::Device& device);

  std::int64_t rows() const { return sequences.rows(); }
  const at::Device& device() const { return sequences.device(); }

  /// What a network reads of those rows; codes: uint8 (B, L) of their constructs (they may be augmented).
  /// rows: int64 (B) on the device.
  NetworkInput batch(const at::Tensor& rows, const at::Tensor& codes, at::ScalarType dtype) const;
};

/// The shape of a network for `dataset`; outputs: of each task.
NetworkShape network_shape(const Dataset& dataset, std::int64_t outputs);

}  // namespace cre
