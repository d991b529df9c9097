#pragma once
// What related sequences are worth: accuracy on rows that resemble a training row, and on those that do not.

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "eval/analyses/subset_bootstrap.h"
#include "eval/estimate.h"
#include "eval/eval_rows.h"

namespace cre {

/// Pearson on the rows of one side.
struct RelatedSide {
  std::size_t rows = 0;
  std::vector<std::size_t> n;     // (K) measured rows; empty, as what follows, where there are too few
  std::vector<Estimate> pearson;  // (K) and, last, their mean
};

struct RelatedAccuracy {
  std::array<std::size_t, 7> rows_of_kind{};  // by TrainNeighbour, from none on
  RelatedSide with, without;                  // a neighbour in training
  std::vector<Estimate> delta;                // (K) and, last, their mean: with minus without; empty where one has none
  std::string why;                            // why something is missing

  /// Does the file say what rows have in training?
  bool is_known() const { return with.rows + without.rows > 0; }
};

/// Fewest measured rows of every task on a side.
inline constexpr std::size_t kFewestRelated = 10;

/// The lists of both sides: add them, run the bootstrap, then read.
class RelatedLists {
 public:
  RelatedLists(const EvalRows& rows, SubsetBootstrap& bootstrap);
  RelatedAccuracy accuracy(const SubsetBootstrap& bootstrap, double confidence) const;

 private:
  RelatedAccuracy prepared_;  // without estimates
  std::array<std::vector<std::size_t>, 2>
      lists_;  // (with, without)(K) numbers in the bootstrap; none with too few rows
};

}  // namespace cre
