#pragma once
// Settings of cre-qc: how several measurements of one element become one.

#include <cstdint>

#include "core/config.h"
#include "core/text_list.h"

namespace cre {

/// What stands for several values of one quantity.
enum class MergeMethod { median, mean, inverse_variance };
/// What happens to kept rows with the same sequence.
enum class DuplicateMode { keep, median, mean, inverse_variance };
/// Which rows of a table are measurements of one element.
enum class ReplicateRows { none, sequence, id };

struct ReplicateConfig {
  MergeMethod merge = MergeMethod::mean;
  std::int64_t minimum = 1;  // replicates; with fewer the task is missing
  ReplicateRows rows = ReplicateRows::none;
};
void describe(Description& d, ReplicateConfig& c);

/// The columns of DNA counts, and what is made of counts; those of RNA counts are QcTask::activity.
struct CountConfig {
  bool given = false;  // the activity is computed from counts
  TextList dna;        // one for each RNA column, or one for all
  double pseudocount = 1.0;
  double minimum_dna = 10.0;  // counts; with fewer the replicate is missing
  double minimum_rna = 0.0;
  std::int64_t minimum_barcodes = 1;
};

const Names<DuplicateMode>& duplicate_mode_names();
const Names<MergeMethod>& merge_method_names();
const Names<ReplicateRows>& replicate_rows_names();

/// `mode` is not keep.
MergeMethod merge_method(DuplicateMode mode);

struct QcTask;
/// The section of a task's activity that is computed from counts.
struct CountSection {
  QcTask& task;
};
void describe(Description& d, CountSection& c);

/// Checks the columns of one task. Throws config.
void check_replicate_columns(const QcTask& task, const Place& place);

struct QcConfig;
/// Checks what depends on several keys. Throws config. `place`: of the section qc.
void check_merging(const QcConfig& config, const Place& place);

}  // namespace cre
