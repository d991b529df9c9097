#pragma once
// How near the nearest of many rows is to each of others, by Hamming distance, none missed.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sequence/row_set.h"

namespace cre {

struct NearestPlan {
  std::vector<std::size_t> radii;  // ascending, below the length of rows: 0, 1, 2, 5
  bool both_strands = true;        // a reference is near also as its reverse complement
  unsigned threads = 1;
};

struct NearestRow {
  std::size_t radius = 0;     // number of the smallest radius that reaches a reference; radii.size(): none does
  std::size_t reference = 0;  // number of such a reference in its set
};

/// (queries) of rows of one length; N equals N alone. Per radius r the rows are cut into r + 1 parts where bases vary,
/// of which a near one has one without mismatches; a query is compared with the references that are equal in a part
/// until one is near.
std::vector<NearestRow> nearest_rows(const RowSet& queries, const RowSet& references, const NearestPlan& plan);

}  // namespace cre
