#pragma once
// Several files of predictions, brought to the same rows.

#include <filesystem>
#include <string>
#include <vector>

#include "eval/eval_rows.h"
#include "storage/row_match.h"

namespace cre {

/// The rows of `split` in `file`: those that all arms are compared on. Throws input, integrity or io.
EvalRows reference_rows(const std::filesystem::path& file, Split split);

/// How the rows of a reference were found in another file.
struct ArmMatches {
  MatchCounts matched;              // by what
  std::int64_t other_sequence = 0;  // rows whose id is another element there: not compared
  bool ids_compared = false;        // have both files ids of the table?
};

/// Predictions of another file for the rows of a reference.
struct AlignedRows {
  EvalRows rows;              // (N) those of the reference, in its order; not measured where the file lacks the row
  std::vector<bool> present;  // (N) does the file have the row?
  ArmMatches matches;
};

/// The rows of `reference` in another file of predictions (match_rows). An element is its sequence; ids tell copies of
/// a sequence apart, and where they do not, measurements do. An id whose sequence is another one there is the same
/// element only when the inserts have another length or quality control trimmed or padded the row in either; otherwise
/// the row counts as missing. Further rows in the file are ignored; a row that is missing was dropped by another
/// quality control. Throws integrity, naming file and row, when the tasks differ, no row is found, a row belongs to
/// another split there (its model may have been trained on it) or was measured differently.
AlignedRows aligned_rows(const EvalRows& reference, Split split, const std::filesystem::path& file);

/// `rows` without the measurements of those that are not `present`: nothing computed from them sees these rows.
EvalRows only_present(EvalRows rows, const std::vector<bool>& present);

}  // namespace cre
