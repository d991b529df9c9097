#pragma once
// What cre-qc would do with a table and a config, without writing anything.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "qc/adaptors/adaptor_config.h"
#include "qc/length_plan.h"
#include "qc/plausibility/finding.h"
#include "qc/qc_config.h"
#include "qc/reports/standard_error_comparison.h"

namespace cre {

struct TrialRule {
  std::string code, title;
  std::int64_t sequential = 0;  // rows that it rejects after the rules before it
  std::int64_t alone = 0;       // rows that it would reject without the others
};

struct QcTrial {
  std::string problem;  // the error with which cre-qc ends; empty when it does not. What was found before it stays.
  std::int64_t read = 0, malformed = 0, kept = 0;
  std::vector<TrialRule> rules;  // active ones that reject any row
  StandardErrorComparison standard_errors;
  LengthPlan lengths;
  AdaptorEnds ends;                 // constant ends around the inserts
  std::int64_t incomplete = 0;      // rows that are measured in some of the tasks only
  std::int64_t repeated_rows = 0;   // rows whose insert an earlier row has
  std::int64_t opposite_pairs = 0;  // inserts whose reverse complement is another row's insert, in pairs
  std::vector<std::string> notes;   // what was read in an unusual way
  std::string start_base_note;      // see reading/place_reader.h
  Findings findings;                // what is possible but unlikely; without an error only

  std::int64_t rejected_by(const std::string& code) const;  // alone
};

/// Looks at the first `most_rows` rows. Throws nothing but internal errors.
QcTrial try_config(const std::filesystem::path& file, const QcConfig& config, std::size_t most_rows, unsigned threads);

}  // namespace cre
