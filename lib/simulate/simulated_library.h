#pragma once
// All rows of a simulated table: which kind each is, and what it says.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "simulate/measurement.h"
#include "simulate/motif_grammar.h"
#include "simulate/simulate_config.h"

namespace cre {

/// What a row was made to be. Those from `malformed` on are rejected by cre-qc with its default settings.
enum class RowKind {
  good,
  unknown_target_cell,
  exact_duplicate,
  near_duplicate,
  malformed,
  invalid_base,
  off_length,
  too_many_n,
  missing_activity,
  se_out_of_range,
  se_above_threshold,
};

struct SimulatedRow {
  RowKind kind = RowKind::good;
  std::int64_t nth = 0;             // 0-based among the rows of this kind
  std::string id;                   // "sim_000001" by place in the table
  std::size_t target = 0;           // the task it was designed for
  std::vector<std::uint8_t> codes;  // (L) before any damage
  std::string source_id;            // repeats: the row whose sequence was copied, else empty
  bool other_strand = false;        // near duplicates: copied from the reverse complement
  TaskValues truth{};               // noise-free activity, l2fc
  Measurement measured{};
  std::vector<std::string> fields;  // as written, one a column

  /// Whether cre-qc's default settings keep it.
  bool kept() const { return kind < RowKind::malformed; }
};

/// Header of the table: the schema of the public three-cell table.
std::vector<std::string> simulated_columns();

/// Rows in table order; a function of grammar and config alone, whatever the number of threads.
std::vector<SimulatedRow> simulate_library(const Grammar& grammar, const SimulateConfig& config, unsigned threads);

}  // namespace cre
