#pragma once
// Random changes to training sequences, decided by seed, epoch and row alone.

#include <cstdint>
#include <span>

#include "model/sequence_input.h"
#include "training/train_config.h"

namespace cre {

/// What happens to the rows of a batch.
struct AugmentationPlan {
  at::Tensor flip;   // bool (B): take the other strand
  at::Tensor shift;  // int64 (B): bases that the insert moves towards the 3' end; undefined when nothing moves
  at::Tensor hide;   // bool (B, insert_length): bases to hide; undefined when nothing is hidden
};

/// rows: indices of the elements in the dataset.
AugmentationPlan plan_augmentation(const AugmentationConfig& config, std::int64_t insert_length, std::uint64_t seed,
                                   std::int64_t epoch, std::span<const std::int64_t> rows);

/// Moves each row: what is uncovered becomes N. codes: uint8 (B, L), shift: int64 (B).
at::Tensor shift_codes(const at::Tensor& codes, const at::Tensor& shift);

/// The codes that the network is trained on: uint8 (B, input_length). Order: shift, hide, then the other strand.
at::Tensor augmented_codes(const SequenceInput& input, std::span<const std::int64_t> rows,
                           const AugmentationPlan& plan);

}  // namespace cre
