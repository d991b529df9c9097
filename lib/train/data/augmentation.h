#pragma once
// Random changes to training sequences, decided by seed, epoch and row alone.

#include <cstdint>
#include <span>

#include "model/network.h"
#include "model/sequence_input.h"
#include "train/config/train_config.h"
#include "train/data/sampling.h"

namespace cre {

/// What happens to the rows of a batch.
struct AugmentationPlan {
  at::Tensor flip;         // bool (B): take the other strand
  at::Tensor shift;        // int64 (B): bases that the insert moves towards the 3' end; undefined when nothing moves
  at::Tensor hide;         // bool (B, insert_length): bases to hide; undefined when nothing is hidden
  at::Tensor mixup_share;  // float32 (B): share of the row itself in its mixture; undefined without mixup
};

/// The strand of a visit: drawn, or given by its copy (even: as given, odd: the other strand).
enum class StrandChoice { drawn, by_copy };

AugmentationPlan plan_augmentation(const AugmentationConfig& config, StrandChoice strands, std::int64_t insert_length,
                                   std::uint64_t seed, std::int64_t epoch, std::span<const Visit> visits);

/// Moves each row: what is uncovered becomes N. codes: uint8 (B, L), shift: int64 (B).
at::Tensor shift_codes(const at::Tensor& codes, const at::Tensor& shift);

/// The inserts shifted, then with bases hidden: uint8 (B, insert_length). rows: int64 (B) on the device. The strand is
/// chosen when the construct is made (SequenceInput::construct with plan.flip).
at::Tensor augmented_inserts(const SequenceInput& input, const at::Tensor& rows, const AugmentationPlan& plan);

/// Each row mixed with the next one of the batch, the last with the first. share: float32 (B).
Mixup next_row_mixup(const at::Tensor& share);

}  // namespace cre
