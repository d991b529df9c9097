#pragma once
// From counts of RNA and DNA to log2 fold changes, replicate by replicate.

#include <cstdint>
#include <string>
#include <vector>

#include "qc/merging/replicate_layout.h"
#include "qc/merging/row_groups.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// What was found in the counts of one task.
struct CountFacts {
  std::vector<double> rna_total, dna_total;  // library size of each column: its sum over all readable rows
  std::int64_t not_whole = 0;                // counts that are no whole numbers
  // Values of an element and replicate that are missing because of it, after rows of one element were added up.
  std::int64_t below_dna = 0, below_rna = 0, below_barcodes = 0;
};

/// Adds up the rows of each group, in its first row, and puts in place of the RNA counts of each row
///     log2((rna + p) / (dna + p)) - log2(rna_total / dna_total),
/// which is the ratio of counts per million of the libraries; NaN where a count is missing or below its minimum.
/// Throws input for a negative or infinite count, and for a column without any.
CountFacts counts_to_ratios(MeasuredTable& table, const QcConfig& config, std::size_t task,
                            const ReplicatePlaces& places, const RowGroups& groups, const std::string& file);

}  // namespace cre
