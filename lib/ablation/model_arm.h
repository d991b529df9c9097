#pragma once
// The predictions of one arm of an ablation (the baseline or a variant), brought to the same rows.

#include <filesystem>
#include <string>
#include <vector>

#include "evaluation/evaluation_rows.h"

namespace cre {

/// What the command line says: a name and one predictions file a seed.
struct ArmFiles {
  std::string name;
  std::vector<std::filesystem::path> files;
};

/// Reads "NAME=FILE[,FILE...]". Throws usage when a part is empty or a name occurs twice or is "base".
std::vector<ArmFiles> parse_variants(const std::vector<std::string>& arguments);

/// The rows of `split` in `file`: those that all arms are compared on. Throws input, integrity or io.
EvaluationRows reference_rows(const std::filesystem::path& file, Split split);

/// Predictions of another file for the rows of a reference.
struct AlignedRows {
  EvaluationRows rows;        // (N) those of the reference, in its order; not measured where the file lacks the row
  std::vector<bool> present;  // (N) does the file have the row?
};

/// The rows of `reference` in another file of predictions. Rows are matched by id; an id that is repeated in either is
/// matched by id and line. Further rows in the file are ignored; a row that is missing was dropped by another quality
/// control. Throws integrity, naming file and row, when the tasks differ, a row belongs to another split there (its
/// model may have been trained on it) or was measured differently.
AlignedRows aligned_rows(const EvaluationRows& reference, Split split, const std::filesystem::path& file);

/// `rows` without the measurements of those that are not `present`: nothing computed from them sees these rows.
EvaluationRows only_present(EvaluationRows rows, const std::vector<bool>& present);

}  // namespace cre
