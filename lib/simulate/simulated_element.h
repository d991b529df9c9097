#pragma once
// Drawing the sequences of a simulated library.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/random.h"
#include "simulate/motif_grammar.h"
#include "simulate/simulate_config.h"

namespace cre {

struct SimulatedElement {
  std::vector<std::uint8_t> codes;  // (L) A0 C1 G2 T3
  std::size_t target = 0;           // the task it was designed for
};

/// What a stream is for within one row; keeps the draws of a row apart.
enum class RowDraw : std::uint32_t { element = 0, measurement = 1, repeat = 2, damage = 3 };

/// The numbers of one row for one use.
RandomStream row_stream(const SimulateConfig& config, std::int64_t row, RowDraw draw);

/// A background of its own GC content with motifs on both strands, chosen with a preference for those that act in
/// the target cell, now and then with the target cell's pair at a spacing that may or may not work.
SimulatedElement draw_element(const Grammar& grammar, const SimulateConfig& config, std::int64_t row);

/// A copy with one or two substitutions.
std::vector<std::uint8_t> near_duplicate(const std::vector<std::uint8_t>& codes, RandomStream& random);

}  // namespace cre
