#pragma once
// How well the replicates of one task agree, and how reliable the activity is that is merged from them.

#include <cstdint>
#include <map>
#include <vector>

#include "qc/merging/merge_replicates.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// Rows of each of the elements `kept` (ascending rows that carry them), for as long as `groups` and `kept` live.
std::vector<std::span<const std::size_t>> rows_of_elements(const RowGroups& groups,
                                                           const std::vector<std::size_t>& kept);

/// Of one task, over elements in which it is measured. NaN where undefined.
struct ReplicateAgreement {
  std::map<std::size_t, std::int64_t> elements_by_count;  // by the number of values that can be used
  double count = 0.0;                                     // harmonic mean of that number
  // Columns against each other, over the rows of these elements that have both: (columns, columns), row-major.
  std::vector<std::int64_t> n;
  std::vector<double> pearson, spearman;
  double mean_pearson = 0.0, mean_spearman = 0.0;  // over the pairs of columns
  // Rows of one element, where qc.replicates.rows merges rows that are no barcodes.
  bool by_rows = false;
  std::int64_t elements_with_several = 0;                    // values
  double intraclass = 0.0;                                   // ICC(1) of their values
  double first_two_pearson = 0.0, first_two_spearman = 0.0;  // of the first two values of each
  double single = 0.0;       // reliability of one value: mean_pearson, or by rows the intraclass correlation
  double reliability = 0.0;  // of the merged activity: Spearman-Brown of `single` and `count`
};

/// `kept`: rows of `table`, ascending.
ReplicateAgreement replicate_agreement(const MeasuredTable& table, const QcConfig& config, const ReplicateMerge& merge,
                                       const std::vector<std::size_t>& kept, std::size_t task);

/// (K) Reliability of the activities by their replicates; NaN for a task that has none, or whose table gives standard
/// errors, which then say it. Empty when no task has a number.
std::vector<double> replicate_reliability(const MeasuredTable& table, const QcConfig& config,
                                          const ReplicateMerge& merge, const std::vector<std::size_t>& kept);

}  // namespace cre
