#pragma once
// A config for a table, from what was guessed of its columns.

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "qc/describe/column_profile.h"
#include "qc/describe/column_roles.h"
#include "qc/describe/table_sample.h"
#include "qc/describe/trial.h"
#include "qc/describe/yaml_text.h"
#include "qc/qc_config.h"

namespace cre {

/// Everything that a suggestion is made from.
struct DescribedTable {
  std::filesystem::path file;
  TableSample sample;
  std::vector<ColumnProfile> profiles;  // (columns)
  TableRoles roles;

  const std::string& name_of(std::size_t column) const { return profiles[column].name; }
};

struct Suggestion {
  std::string unusable;  // why there can be no config; empty when there is one
  QcConfig qc;           // with the suggested settings
  QcTrial trial;         // what cre-qc does with them
  nlohmann::ordered_json
      config;  // of a run: run, table, qc, split, eval, model, train; run and table alone without one
  YamlComments comments;

  /// Adds a comment above a key.
  void say(const std::string& key, const std::string& comment) { comments[key].push_back(comment); }
};

/// `given`: settings that are kept unless the table asks for others. Tries them on the rows of the sample.
Suggestion suggest_config(const DescribedTable& table, const QcConfig& given, unsigned threads);

// The steps of suggest_config. Each sets what the table asks for, and says why in a comment.

/// Why the table cannot be learnt from as it is; empty when it can.
std::string what_is_missing(const DescribedTable& table);
/// Names the columns, and words that seem to stand for missing values.
void suggest_columns(const DescribedTable& table, Suggestion& made);
/// Places on the genome: a column of regions, or one each of chromosomes, starts and ends. A chromosome alone is of no
/// use.
void suggest_places(const DescribedTable& table, Suggestion& made);
/// When none of them can be read.
void forget_places(Suggestion& made);
/// By the lengths of the sequences.
void fit_start_base(const QcTrial& trial, Suggestion& made);
/// Is the column named as a part of places?
bool is_place_column(const QcColumns& columns, const std::string& name);
/// Length, N, ambiguity codes, missing tasks. `trial` is of `made.qc`, as in what follows.
void suggest_rules(const DescribedTable& table, const QcTrial& trial, Suggestion& made);
/// Rule C where rule A would reject many rows.
void suggest_standard_error_rule(const QcTrial& trial, Suggestion& made);
/// What keeps the rows of one locus, or the orientations of one element, together, and a published split when it can be
/// used.
void suggest_split(const DescribedTable& table, const QcTrial& trial, Suggestion& made);
/// Columns that have no key: the reader sees that they were noticed.
void mention_other_columns(const DescribedTable& table, Suggestion& made);

}  // namespace cre
