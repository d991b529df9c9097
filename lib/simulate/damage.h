#pragma once
// Turning good rows into rows that fail exactly one rule of cre-qc.

#include "core/random.h"
#include "simulate/simulated_library.h"

namespace cre {

/// Changes what the row says (its fields) according to its kind; good kinds stay as they are.
void damage_fields(SimulatedRow& row, RandomStream& random);

/// Columns of SimulatedRow::fields.
inline constexpr std::size_t kIdField = 0, kSequenceField = 1, kTargetCellField = 2, kActivityField = 3,
                             kMinGapField = 6, kStandardErrorField = 7, kFieldCount = 10;

}  // namespace cre
