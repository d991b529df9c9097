#include "qc/merging/merging_config.h"

#include <set>

#include "core/error.h"
#include "qc/qc_config.h"

namespace cre {
namespace {

void check_columns(const TextList& columns, const Place& place) {
  std::set<std::string> seen;
  for (const std::string& column : columns.texts) {
    if (column.empty()) {
      place.fail("is empty; the name of a column is needed");
    }
    if (!seen.insert(column).second) {
      place.fail("names the column '", column, "' twice");
    }
  }
}

}  // namespace

const Names<MergeMethod>& merge_method_names() {
  static const Names<MergeMethod> names = {{"median", MergeMethod::median},
                                           {"mean", MergeMethod::mean},
                                           {"inverse_variance", MergeMethod::inverse_variance}};
  return names;
}

const Names<DuplicateMode>& duplicate_mode_names() {
  static const Names<DuplicateMode> names = {{"keep", DuplicateMode::keep},
                                             {"median", DuplicateMode::median},
                                             {"mean", DuplicateMode::mean},
                                             {"inverse_variance", DuplicateMode::inverse_variance}};
  return names;
}

const Names<ReplicateRows>& replicate_rows_names() {
  static const Names<ReplicateRows> names = {
      {"none", ReplicateRows::none}, {"sequence", ReplicateRows::sequence}, {"id", ReplicateRows::id}};
  return names;
}

MergeMethod merge_method(DuplicateMode mode) {
  require(mode != DuplicateMode::keep, "duplicates are merged");
  return value_named(name_of(mode, duplicate_mode_names()), merge_method_names()).value();
}

void describe(Description& d, ReplicateConfig& c) {
  d.choice("merge", c.merge, merge_method_names(),
           "What several replicates of one task become: their median, their mean, or their mean with weights 1 / SE^2, "
           "which needs a standard_error column for each.");
  d.integer("minimum", c.minimum, at_least(1), "replicates",
            "With fewer replicates that can be used, the task is missing in the element.");
  d.choice("rows", c.rows, replicate_rows_names(),
           "Which rows are replicates (with counts: barcodes) of one element and become one: none, those with the same "
           "sequence, or those with the same id.");
}

void describe(Description& d, CountSection& c) {
  CountConfig& counts = c.task.counts;
  d.text_or_texts("rna", c.task.activity, "Columns of RNA counts, one a replicate.");
  d.text_or_texts("dna", counts.dna, "Columns of DNA counts, one for each of RNA, or one for all.");
  d.number("pseudocount", counts.pseudocount, at_least(0), "counts", "Added to RNA and DNA counts.");
  d.number("minimum_dna", counts.minimum_dna, at_least(0), "counts",
           "A replicate with fewer DNA counts is missing in the element.");
  d.number("minimum_rna", counts.minimum_rna, at_least(0), "counts",
           "A replicate with fewer RNA counts is missing in the element.");
  d.integer("minimum_barcodes", counts.minimum_barcodes, at_least(1), "rows",
            "With barcodes in rows (qc.replicates.rows): a replicate with fewer that have DNA counts is missing.");
}

void check_replicate_columns(const QcTask& task, const Place& place) {
  const Place activity = place.child("activity");
  if (task.activity.size() == 0) {
    (task.counts.given ? activity.child("rna") : activity).fail("is empty; the name of a column is needed");
  }
  check_columns(task.activity, task.counts.given ? activity.child("rna") : activity);
  if (task.counts.given) {
    const std::size_t rna = task.activity.size(), dna = task.counts.dna.size();
    if (dna != 1 && dna != rna) {
      activity.child("dna").fail(counted(dna, "column"), " for ", counted(rna, "column"),
                                 " of RNA counts; allowed: one for each, or one for all");
    }
    check_columns(task.counts.dna, activity.child("dna"));
    if (task.standard_error) {
      place.child("standard_error")
          .fail("is given beside counts, whose replicates give the standard error; allowed: null");
    }
    return;
  }
  if (!task.standard_error) {
    return;
  }
  if (task.standard_error->size() != task.activity.size()) {
    place.child("standard_error")
        .fail(counted(task.standard_error->size(), "column"), " for ", counted(task.activity.size(), "column"),
              " of activities; allowed: one for each, or null");
  }
  check_columns(*task.standard_error, place.child("standard_error"));
}

void check_merging(const QcConfig& config, const Place& place) {
  const Place replicates = place.child("replicates");
  if (config.replicates.rows == ReplicateRows::id && !config.columns.id) {
    replicates.child("rows").fail("id needs a column in columns.id, which is null; allowed: none, sequence");
  }
  for (std::size_t i = 0; i < config.tasks.size(); ++i) {
    const QcTask& task = config.tasks[i];
    if (config.is_merged(i) && config.replicates.merge == MergeMethod::inverse_variance && !task.standard_error) {
      replicates.child("merge").fail("inverse_variance needs a standard error for each replicate, and task ", task.name,
                                     " has none; allowed: median, mean");
    }
    if (task.counts.given && task.counts.minimum_barcodes > 1 && config.replicates.rows == ReplicateRows::none) {
      place.child("tasks")
          .item(i)
          .child("activity")
          .child("minimum_barcodes")
          .fail(task.counts.minimum_barcodes, " needs rows of barcodes: replicates.rows id or sequence");
    }
    if (config.duplicates == DuplicateMode::inverse_variance && !config.has_errors(i)) {
      place.child("duplicates")
          .fail("inverse_variance needs standard errors, and task ", task.name,
                " has none; allowed: keep, median, mean");
    }
  }
}

}  // namespace cre
