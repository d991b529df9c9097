#pragma once
// Where the values of a merged task stand among MeasuredTable::replicates.

#include <cstddef>
#include <vector>

#include "qc/qc_config.h"

namespace cre {

/// Places of one task in a row of the (N, R) values. Of counts: first those of RNA, then those of DNA; computed log
/// ratios take the places of the RNA counts.
struct ReplicatePlaces {
  std::size_t activity = 0;  // first of `columns` places
  std::size_t columns = 0;   // 0: the task is not merged
  std::size_t error = 0;     // first of as many standard errors
  bool has_errors = false;
  std::size_t dna = 0;  // first of `dna_columns`, which is 1 or `columns`; without counts 0
  std::size_t dna_columns = 0;

  /// Of the DNA counts beside RNA counts `column`.
  std::size_t dna_place(std::size_t column) const { return dna + (dna_columns == 1 ? 0 : column); }
};

/// (K) In the order in which find_columns lists the columns.
std::vector<ReplicatePlaces> replicate_places(const QcConfig& config);

}  // namespace cre
