#pragma once
// Everything that a network reads of a set of elements: sequences, motif scores, target cells.

#include <cstdint>
#include <limits>

#include "core/config.h"
#include "layers/torch.h"
#include "model/network.h"
#include "model/row_table.h"
#include "model/sequence_input.h"
#include "storage/dataset.h"

namespace cre {

struct ElementInputOptions {
  bool motif_scores = true;  ///< keep those that the dataset has
  /// Sequences and motif scores that take more bytes together stay in main memory; batches of them are copied.
  std::int64_t resident_bytes = std::numeric_limits<std::int64_t>::max();
};

struct ElementInput {
  SequenceInput sequences;
  RowTable motif_scores;   // float32 (N, M); undefined when there are none
  at::Tensor target_cell;  // int64 (N), -1 = unknown

  /// Copies what is needed of `dataset`.
  ElementInput(const Dataset& dataset, const at::Device& device, const ElementInputOptions& options = {});

  std::int64_t rows() const { return sequences.rows(); }
  const at::Device& device() const { return sequences.device(); }
  bool is_resident() const {
    return sequences.is_resident() && (!motif_scores.defined() || motif_scores.is_on(device()));
  }

  /// What a network reads of those rows; codes: uint8 (B, L) of their constructs (they may be augmented).
  /// rows: int64 (B) on the device.
  NetworkInput batch(const at::Tensor& rows, const at::Tensor& codes, at::ScalarType dtype) const;
};

/// The key resident_mib of a stage that runs a network.
void describe_residence(Description& d, std::int64_t& resident_mib);
inline constexpr std::int64_t kMebibyte = std::int64_t{1} << 20U;

/// The shape of a network for `dataset`; outputs: of each task.
NetworkShape network_shape(const Dataset& dataset, std::int64_t outputs);

}  // namespace cre
