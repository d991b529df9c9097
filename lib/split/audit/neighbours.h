#pragma once
// What rows of one split have in common with those of another.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sequence/minhash.h"
#include "sequence/nearest_rows.h"
#include "sequence/overlap_search.h"
#include "sequence/sketch_neighbours.h"
#include "split/audit/counted_bases.h"
#include "storage/elements.h"
#include "storage/train_neighbour.h"

namespace cre {

/// Of one row, with those of the other split.
struct Neighbours {
  NearestRow mismatches;           // by AuditPlan::radii
  std::optional<Overlap> overlap;  // that makes kin
  SketchNeighbour similar;         // by AuditPlan::thresholds
  double shared_words = 0.0;       // share of its words of known bases that any row there has; NaN without words
  bool place = false;              // do their places on the genome overlap?
};

struct AuditPlan {
  std::vector<std::size_t> radii;  // bases, ascending
  std::vector<double> thresholds;  // Jaccard indices, descending
  bool both_strands = true;
  unsigned threads = 1;
};

/// (queries) `queries` and `references` are rows of the elements.
std::vector<Neighbours> find_neighbours(const Elements& elements, const CountingRule& rule,
                                        const MinHashSketches& sketches, std::span<const std::uint32_t> queries,
                                        std::span<const std::uint32_t> references, const AuditPlan& plan);

}  // namespace cre
