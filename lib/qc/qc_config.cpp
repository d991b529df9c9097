#include "qc/qc_config.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "qc/compiled_pattern.h"
#include "qc/reading/table_columns.h"
#include "table/column_names.h"

namespace cre {
namespace {

const Names<StandardErrorRule>& se_rule_names() {
  static const Names<StandardErrorRule> names = {{"A", StandardErrorRule::any_task},
                                                 {"B", StandardErrorRule::target_cell},
                                                 {"C", StandardErrorRule::weights_only}};
  return names;
}

void check_tasks(const std::vector<QcTask>& tasks, const Place& place) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const std::string name = comparable_name(tasks[i].name);
    if (tasks[i].name.empty()) {
      place.item(i).child("name").fail("is missing; a task has a name and the column of its activity");
    }
    if (name.empty()) {
      place.item(i).child("name").fail("'", tasks[i].name, "' has no letter or digit");
    }
    if (name == "macro" || name == "micro") {
      place.item(i).child("name").fail("'", tasks[i].name,
                                       "' is what averages over tasks are called; name it otherwise");
    }
    check_replicate_columns(tasks[i], place.item(i));
    if (!seen.insert(name).second) {
      place.item(i).child("name").fail("'", tasks[i].name, "' is there twice (case and punctuation do not count)");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!tasks[i].counts.given && !tasks[j].counts.given && tasks[i].activity.texts == tasks[j].activity.texts) {
        place.item(i)
            .child("activity")
            .fail("'", join(tasks[i].activity.texts, "', '"), "' is that of task ", tasks[j].name,
                  ", too; name the column of this task");
      }
    }
  }
}

void check_exclude(const QcConfig& config, const Place& place) {
  for (std::size_t i = 0; i < config.exclude.size(); ++i) {
    check_pattern([&] { compiled_pattern(config.exclude[i]); }, place.child("exclude").item(i));
  }
  if (!config.exclude.empty() && !config.exclude_column && !config.columns.id) {
    place.child("exclude").fail("needs a column in columns.id or exclude_column, which are both null");
  }
}

void check_different(const std::vector<std::string>& names, const Place& place) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::vector<std::string> before(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i));
    if (find_name(before, names[i]).count > 0) {
      place.item(i).fail("'", names[i], "' is there twice");
    }
  }
}

/// Words of a column that is not read stand for nothing.
void check_values(const QcConfig& c, const Place& place) {
  const std::vector<std::string> columns = table_form(c).names;
  for (const auto& [column, words] : c.values) {
    if (find_name(columns, column).count == 0) {
      place.child(column).fail("no column of this name in qc.columns, qc.tasks or qc.strata",
                               suggestion(column, columns), "; named there: ", join(columns, ", "));
    }
  }
}

}  // namespace

bool QcConfig::is_merged(std::size_t task) const {
  return replicates.rows != ReplicateRows::none || tasks[task].counts.given || tasks[task].activity.size() > 1;
}

bool QcConfig::has_errors(std::size_t task) const {
  // Barcodes in rows are added up, so that only replicates in columns have a spread.
  const bool has_spread =
      tasks[task].activity.size() > 1 || (replicates.rows != ReplicateRows::none && !tasks[task].counts.given);
  return tasks[task].standard_error.has_value() || has_spread;
}

bool QcConfig::has_standard_errors() const {
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    if (has_errors(task)) {
      return true;
    }
  }
  return false;
}

bool QcConfig::wants_weights() const {
  return weights == WeightRule::inverse_variance || se_rule == StandardErrorRule::weights_only;
}

void describe(Description& d, QcTask& c) {
  d.text("name", c.name, "Name of the task (cell type).");
  CountSection section{c};
  d.texts_or_section("activity", c.activity, section, c.counts.given,
                     "Column of the activity, log2 fold change; a list of one for each replicate; or a section that "
                     "names columns of counts, of which log2 (RNA / DNA) is computed.");
  d.text_or_texts("standard_error", c.standard_error,
                  "Column of its standard error, a list of one for each replicate, or null when there is none: then it "
                  "comes from the spread of the replicates, where there are any.");
}

void describe(Description& d, QcConfig& c) {
  d.items("tasks", c.tasks, at_least(1), "The tasks (cell types) and their columns.");
  d.section("columns", c.columns, "Names of the table's other columns.");
  d.choice_or_section(
      "adaptors", c.adaptor_mode,
      {{"auto", AdaptorMode::automatic}, {"keep", AdaptorMode::keep}, {"drop", AdaptorMode::drop}}, AdaptorMode::given,
      c.adaptors,
      "Constant ends around every insert of the sequence column. auto: those that (nearly) all rows share become "
      "flanks "
      "of the construct, so that networks see the same bases, while identity, groups and reverse complement look at "
      "the insert alone; drop: they are cut off; keep: they count as part of the insert; or a section that names them "
      "(upstream, downstream), for ends that auto does not find.");
  d.integer("length", c.length, between(1, 1e6), "bases", "Length of an element; null: the most common one.");
  d.number("length_outlier_fraction", c.length_outlier_fraction, between(0, 1), "",
           "Share of rows of another length up to which off_length auto rejects them.");
  d.choice("off_length", c.off_length,
           {{"auto", OffLength::automatic}, {"reject", OffLength::reject}, {"adjust", OffLength::adjust}},
           "What happens to rows of another length: reject, adjust (trim to the centre, pad with N evenly), or auto: "
           "reject when they are few, else adjust.");
  d.number("max_n_fraction", c.max_n_fraction, between(0, 1), "",
           "Largest share of N in a sequence (0 strict, 0.01 relaxed, 0.05 permissive); at least 0.01 where the "
           "length was adjusted.");
  d.choice("iupac", c.iupac, {{"reject", Iupac::reject}, {"to_n", Iupac::to_n}},
           "Ambiguity codes such as R or Y: reject the row or read them as N.");
  d.flag("allow_missing_tasks", c.allow_missing_tasks,
         "Mask a missing activity, or one whose standard error is missing, instead of rejecting the row.");
  d.section("replicates", c.replicates, "Several measurements of one element: in columns, rows or counts.");
  d.choice(
      "se_rule", c.se_rule, se_rule_names(),
      "Standard errors above se_threshold: A rejects for any task, B for the target cell only, C never but weights "
      "elements by inverse variance.");
  d.number("se_threshold", c.se_threshold, {.low = 0, .high = 5, .low_open = true}, "l2fc",
           "Largest standard error that rules A and B accept.");
  d.choice("weights", c.weights, {{"none", WeightRule::none}, {"inverse_variance", WeightRule::inverse_variance}},
           "Element weights: none, or min(1 / (SE^2 + 1e-6), 25) per task (always so with se_rule C); a task without "
           "standard errors gets the mean weight of the others.");
  d.choice("weight_scale", c.weight_scale, {{"published", WeightScale::published}, {"task", WeightScale::task}},
           "published: weights as they are, so that a task with smaller standard errors counts more; task: cre-encode "
           "divides the weights of each task by their mean over its training rows.");
  d.numbers_by_name("minimum", c.minimum, {}, "",
                    "Smallest values of any columns of numbers, for instance {barcodes: 10}; rows below, and those "
                    "without a value there, are rejected.");
  d.texts(
      "exclude", c.exclude, at_least(0),
      "Regular expressions in the syntax of RE2; rows with a match in their id (or in exclude_column) are rejected: "
      "controls, scrambled elements. ^ and $ tie them to begin and end.");
  d.text("exclude_column", c.exclude_column, "Column that exclude looks at; null: that of the id.");
  d.choice("duplicates", c.duplicates, duplicate_mode_names(),
           "Kept rows with the same sequence: keep all (the split keeps them together), or make them one row with the "
           "median, the mean or the mean with weights 1 / SE^2 of each task.");
  d.number("max_malformed_fraction", c.max_malformed_fraction, between(0, 1), "",
           "Largest share of malformed lines; more of them stop the run.");
  d.section("plausibility", c.plausibility, "From where on something about the table is questioned.");
  d.flag("strict", c.strict, "Stop at whatever is questioned, instead of warning.");
  d.choice("header", c.header, {{"names", TableHeaderKind::names}, {"none", TableHeaderKind::none}},
           "What the table begins with: a line of column names, or none: then columns are called by their numbers, as "
           "texts: \"1\", \"2\", ...");
  d.integer("header_line", c.header_line, between(1, 1e9), "",
            "Line of the file with the column names. null: the first that has all columns that are named here, within "
            "the first 50 lines that are neither empty nor begin with ##.");
  d.texts(
      "missing", c.missing, at_least(0),
      "What stands for a missing value in columns of numbers, groups, splits, chromosomes and target cells, without "
      "regard to case; a number in it (-999) however it is written. NaN always does.");
  d.word_maps(
      "values", c.values, "columns, each with its words and what they stand for",
      "What words of a column stand for, before anything else is made of them: {split: {fold1: train}, "
      "K562_l2fc: {ND: null, \"<LOD\": -2}}. Any column that is named here, by its name; the whole field without "
      "blanks around it counts, with regard to case. null: missing (an empty field is then missing as well).");
  d.texts("strata", c.strata, at_least(0),
          "Columns of few different words (library, batch, assay) by which the split is described, accuracy is shown "
          "and large errors are searched; at most 1000 different words each.");
  d.flag("write_kept", c.write_kept,
         "Also write kept.tsv.gz: the kept rows as they are used, for other programs and to be read by cre-qc again.");
  d.unused_when("length_outlier_fraction", {is_not("off_length", {"auto"})});
  d.unused_when("se_threshold", {is("se_rule", {"C"})});
  d.unused_when("weights", {is("se_rule", {"C"})});
  d.unused_when("exclude_column", {is("exclude", {nlohmann::json::array()})});
  d.unused_when("weight_scale", {is("weights", {"none"}), is_not("se_rule", {"C"})});
  d.rule([&c](const Place& place) {
    if (c.header == TableHeaderKind::none && c.header_line) {
      place.child("header_line").fail("is ", *c.header_line, ", but header is none; allowed: null");
    }
    check_tasks(c.tasks, place.child("tasks"));
    check_exclude(c, place);
    check_different(c.strata, place.child("strata"));
    check_values(c, place.child("values"));
    if (c.se_rule == StandardErrorRule::target_cell && !c.columns.target_cell) {
      place.child("se_rule").fail("B needs a column in columns.target_cell, which is null; allowed: A, C");
    }
    if (c.weights == WeightRule::inverse_variance && !c.has_standard_errors()) {
      place.child("weights").fail("inverse_variance needs a standard_error column for at least one task");
    }
    check_merging(c, place);
  });
}

void describe(Description& d, QcToolConfig& c) {
  d.section("qc", c.qc, "Cleaning of the measurement table.");
}

const std::string& se_rule_name(StandardErrorRule rule) {
  return name_of(rule, se_rule_names());
}

}  // namespace cre
