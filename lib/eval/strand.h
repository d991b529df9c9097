#pragma once
// How well each strand is predicted.

#include <string>
#include <vector>

#include "eval/eval_rows.h"

namespace cre {

/// Pearson's r of one task for predictions from the sequence as given, from its reverse complement, and from their
/// mean.
struct StrandMetrics {
  std::string task;
  double forward, reverse, averaged;
  double mean_difference;  // mean of abs(forward - reverse) over measured rows, l2fc
  double drop;             // forward - averaged: what averaging both strands costs; below 0 where it gains
  bool flagged;            // drop above kStrandDrop
};

inline constexpr double kStrandDrop = 0.01;

/// One entry a task; empty when the reverse complement was not predicted.
std::vector<StrandMetrics> strand_metrics(const EvalRows& rows, unsigned threads);

}  // namespace cre
