#include "eval/analyses/related_rows.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

constexpr std::array<bool, 2> kSides = {true, false};  // with a neighbour, without

bool is_related(TrainNeighbour neighbour) {
  return neighbour > TrainNeighbour::none;
}

/// The measured and predicted values of the rows of one side.
PairedValues pairs_of_side(const EvalRows& rows, std::size_t task, bool related) {
  std::vector<double> measured = rows.task[task].activity;
  for (std::size_t row = 0; row < measured.size(); ++row) {
    measured[row] = is_related(rows.train_neighbour[row]) == related ? measured[row] : kUndefined;
  }
  return paired_in_row_order(measured, rows.task[task].predicted);
}

Estimate difference(const SubsetBootstrap& bootstrap, std::span<const std::size_t> with,
                    std::span<const std::size_t> without, double value, double confidence) {
  std::vector<double> delta = mean_replicates(bootstrap, with, &MomentMetrics::pearson);
  const std::vector<double> other = mean_replicates(bootstrap, without, &MomentMetrics::pearson);
  for (std::size_t b = 0; b < delta.size(); ++b) {
    delta[b] -= other[b];
  }
  return {.value = value, .interval = percentile_interval(delta, confidence)};
}

}  // namespace

RelatedLists::RelatedLists(const EvalRows& rows, SubsetBootstrap& bootstrap) {
  if (rows.train_neighbour.empty()) {
    prepared_.why = "the file does not say which rows resemble training rows";
    return;
  }
  if (rows.train_neighbour.front() == TrainNeighbour::not_asked) {
    prepared_.why = "training rows are evaluated";
    return;
  }
  for (const TrainNeighbour neighbour : rows.train_neighbour) {
    ++prepared_.rows_of_kind.at(static_cast<std::size_t>(neighbour));
    ++(is_related(neighbour) ? prepared_.with : prepared_.without).rows;
  }
  for (std::size_t side = 0; side < kSides.size(); ++side) {
    std::vector<PairedValues> pairs;
    std::size_t fewest = rows.rows();
    for (std::size_t k = 0; k < rows.task_count(); ++k) {
      pairs.push_back(pairs_of_side(rows, k, kSides.at(side)));
      fewest = std::min(fewest, pairs.back().size());
    }
    if (fewest < kFewestRelated) {
      prepared_.why +=
          concat(prepared_.why.empty() ? "" : "; ", "only ", counted(fewest, "row"),
                 kSides.at(side) ? " with" : " without", " a neighbour in training ", fewest == 1 ? "is" : "are",
                 " measured in every task, and ", kFewestRelated, " are needed");
      continue;
    }
    RelatedSide& of = kSides.at(side) ? prepared_.with : prepared_.without;
    for (PairedValues& one : pairs) {
      of.n.push_back(one.size());
      lists_.at(side).push_back(bootstrap.add(std::move(one), MomentSet::correlation_and_mae));
    }
  }
}

RelatedAccuracy RelatedLists::accuracy(const SubsetBootstrap& bootstrap, double confidence) const {
  RelatedAccuracy out = prepared_;
  for (std::size_t side = 0; side < kSides.size(); ++side) {
    std::vector<Estimate>& pearson = (kSides.at(side) ? out.with : out.without).pearson;
    for (const std::size_t list : lists_.at(side)) {
      pearson.push_back(bootstrap.estimate(list, &MomentMetrics::pearson, confidence));
    }
    if (!lists_.at(side).empty()) {
      pearson.push_back(mean_estimate(bootstrap, lists_.at(side), &MomentMetrics::pearson, confidence));
    }
  }
  if (lists_[0].empty() || lists_[1].empty()) {
    return out;
  }
  const std::size_t tasks = lists_[0].size();
  const std::span<const std::size_t> with = lists_[0], without = lists_[1];
  for (std::size_t k = 0; k <= tasks; ++k) {
    const bool is_mean = k == tasks;
    out.delta.push_back(difference(bootstrap, is_mean ? with : with.subspan(k, 1),
                                   is_mean ? without : without.subspan(k, 1),
                                   out.with.pearson[k].value - out.without.pearson[k].value, confidence));
  }
  return out;
}

}  // namespace cre
