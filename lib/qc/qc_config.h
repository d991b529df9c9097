#pragma once
// Settings of cre-qc: which columns are what, and which rows are good enough.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config.h"
#include "core/text_list.h"
#include "qc/adaptors/adaptor_config.h"
#include "qc/merging/merging_config.h"
#include "qc/plausibility/plausibility_config.h"
#include "storage/elements.h"
#include "table/missing_words.h"

namespace cre {

/// One task (cell type) and its columns.
struct QcTask {
  std::string name;
  TextList activity;                       // column, l2fc: one, or one a replicate; with counts those of RNA
  std::optional<TextList> standard_error;  // column, l2fc: as many; null = not measured
  CountConfig counts = {};
};

/// In the place of a column name: the usual one, when the table has it (see name_usual_columns).
inline constexpr const char* kUsualColumn = "auto";

/// Column names; null = the table has no such column or it is not to be used.
struct QcColumns {
  std::optional<std::string> id = kUsualColumn;
  std::string sequence = "sequence";
  std::optional<std::string> target_cell = kUsualColumn;
  std::optional<std::string> min_gap = kUsualColumn;
  std::optional<std::string> chromosome;
  std::optional<std::string> region;
  std::optional<std::string> region_pattern;
  std::optional<std::string> start;
  std::optional<std::string> end;
  std::optional<std::string> strand;
  std::optional<std::int64_t> start_base;  // null: by where the starts are from, see starts_from
  std::optional<std::string> group;
  std::optional<std::string> group_pattern;
  std::optional<std::string> split;

  bool has_regions() const { return region.has_value() || region_pattern.has_value(); }
  bool has_places() const { return has_regions() || start.has_value(); }
  /// The number of a chromosome's first base, in the table.
  std::int64_t starts_from() const { return start_base.value_or(has_regions() ? 1 : 0); }
};

enum class OffLength { automatic, reject, adjust };
enum class Iupac { reject, to_n };
enum class StandardErrorRule { any_task, target_cell, weights_only };
enum class WeightRule { none, inverse_variance };
enum class TableHeaderKind { names, none };

struct QcConfig {
  std::vector<QcTask> tasks = {{"K562", "K562_l2fc", "K562_lfcSE"},
                               {"HepG2", "HepG2_l2fc", "HepG2_lfcSE"},
                               {"SKNSH", "SKNSH_l2fc", "SKNSH_lfcSE"}};
  QcColumns columns;
  AdaptorMode adaptor_mode = AdaptorMode::automatic;
  AdaptorEnds adaptors;                // with AdaptorMode::given
  std::optional<std::int64_t> length;  // bases; null = the most common length
  double length_outlier_fraction = 0.005;
  OffLength off_length = OffLength::automatic;
  double max_n_fraction = 0.0;
  Iupac iupac = Iupac::reject;
  bool allow_missing_tasks = false;
  ReplicateConfig replicates;
  StandardErrorRule se_rule = StandardErrorRule::any_task;
  double se_threshold = 0.5;  // l2fc
  WeightRule weights = WeightRule::none;
  WeightScale weight_scale = WeightScale::published;
  std::map<std::string, double> minimum;      // column -> smallest value that is accepted
  std::vector<std::string> exclude;           // regular expressions
  std::optional<std::string> exclude_column;  // null: that of the id
  DuplicateMode duplicates = DuplicateMode::keep;
  double max_malformed_fraction = 0.01;
  PlausibilityConfig plausibility;
  bool strict = false;
  TableHeaderKind header = TableHeaderKind::names;
  std::optional<std::int64_t> header_line;  // null: found by the names of the columns
  std::vector<std::string> missing = default_missing_words();
  WordMaps values;                  // by column: what its words stand for
  std::vector<std::string> strata;  // columns
  bool write_kept = false;

  /// Is the task's activity made of several values of the table: columns, rows or counts?
  bool is_merged(std::size_t task) const;
  /// Does the task have standard errors: from the table, or from the spread of its replicates?
  bool has_errors(std::size_t task) const;
  /// In any task.
  bool has_standard_errors() const;
  bool wants_weights() const;
};

void describe(Description& d, QcTask& c);
void describe(Description& d, QcColumns& c);
void describe(Description& d, QcConfig& c);

/// The config file of cre-qc: {"qc": {...}}.
struct QcToolConfig {
  QcConfig qc;
};
void describe(Description& d, QcToolConfig& c);

/// "A", "B" or "C".
const std::string& se_rule_name(StandardErrorRule rule);

}  // namespace cre
