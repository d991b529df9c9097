#include "split/strategies/fold_split.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/error.h"
#include "core/text.h"
#include "split/strategies/balanced_bins.h"
#include "split/strategies/chromosome_split.h"
#include "split/strategies/row_categories.h"

namespace cre {

namespace {

using FoldOfGroup = std::vector<std::optional<std::size_t>>;  // (groups) from 0; nothing: never tested

FoldOfGroup drawn_folds(const GroupedElements& by_group, const SplitConfig& config,
                        const std::vector<std::size_t>& order) {
  const auto folds = static_cast<std::size_t>(config.folds);
  if (by_group.list.size() < folds) {
    fail(ErrorKind::input, "split.folds: ", folds, " folds of ", counted(by_group.list.size(), "group"), " (",
         counted(by_group.elements.rows(), "row"), ") would leave a fold empty; allowed here: at most ",
         by_group.list.size());
  }
  const double share = 1.0 / static_cast<double>(folds);
  const RowCategories categories(by_group.elements, share);
  BalancedBins bins(by_group.list, categories, std::vector<double>(folds, share));
  FoldOfGroup fold_of(by_group.list.size());
  for (const std::size_t group : large_first(order, by_group.list)) {
    fold_of[group] = bins.place(group);
  }
  return fold_of;
}

FoldOfGroup chromosome_folds(const GroupedElements& by_group, const SplitConfig& config, FoldSplit& out) {
  const Elements& elements = by_group.elements;
  const std::vector<std::string> chromosomes = comparable_chromosomes(elements, config);
  std::map<std::string, std::size_t> fold_of_name;
  for (const std::string& name : config.chromosomes.folds) {
    fold_of_name.emplace(present_chromosome(name, chromosomes, elements, "folds"), fold_of_name.size());
  }
  const std::size_t folds = fold_of_name.size();
  std::vector<std::size_t> fold_of_row(elements.rows(), folds), fold_of(by_group.list.size(), folds);
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const auto found = fold_of_name.find(chromosomes[row]);
    fold_of_row[row] = found == fold_of_name.end() ? folds : found->second;
    std::size_t& of_group = fold_of[static_cast<std::size_t>(by_group.group[row])];
    of_group = std::min(of_group, fold_of_row[row]);
  }
  FoldOfGroup known(fold_of.size());
  for (std::size_t group = 0; group < known.size(); ++group) {
    if (fold_of[group] < folds) {
      known[group] = fold_of[group];
    }
    for (const std::size_t row : by_group.list.rows(group)) {
      out.followed += fold_of_row[row] != fold_of[group] ? 1 : 0;
    }
  }
  return known;
}

std::vector<Fold> counted_folds(const GroupedElements& by_group, const SplitConfig& config,
                                const FoldOfGroup& fold_of) {
  std::vector<Fold> folds;
  for (std::int64_t fold = 1; fold <= config.fold_count(); ++fold) {
    folds.push_back({.name = config.fold_name(fold)});
  }
  for (std::size_t group = 0; group < fold_of.size(); ++group) {
    if (fold_of[group]) {
      ++folds[*fold_of[group]].groups;
      folds[*fold_of[group]].rows += static_cast<std::int64_t>(by_group.list.row_count(group));
    }
  }
  for (const Fold& fold : folds) {
    if (fold.rows == 0) {
      fail(ErrorKind::input, "fold ", fold.name, " has no row to test: all of them are in groups of earlier folds");
    }
  }
  return folds;
}

/// Validation rows, balanced, among the groups that are not tested.
void draw_validation(const GroupedElements& by_group, const SplitConfig& config, std::vector<Split>& splits) {
  const RowCategories categories(by_group.elements, config.fractions.val);
  std::vector<double> totals(categories.size(), 0.0);
  double left = 0.0;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    if (splits[row] == Split::test) {
      continue;
    }
    left += 1.0;
    for (const std::uint32_t category : categories.of(row)) {
      totals[category] += 1.0;
    }
  }
  const double share = config.fractions.val * static_cast<double>(splits.size()) / left;
  if (share >= 1.0) {
    fail(ErrorKind::input, "split.fractions.val: ", config.fractions.val, " of ", counted(splits.size(), "row"),
         " to validate leave none of the ", left, " that are not tested for training");
  }
  BalancedBins bins(by_group.list, categories, {1.0 - share, share}, left, totals);
  const std::vector<std::size_t> order =
      drawn_order(by_group.keys, static_cast<std::uint64_t>(config.seed), GroupDraw::validation);
  for (const std::size_t group : large_first(order, by_group.list)) {
    if (splits[by_group.list.rows(group).front()] == Split::test) {
      continue;
    }
    const Split split = bins.place(group) == 0 ? Split::train : Split::val;
    for (const std::size_t row : by_group.list.rows(group)) {
      splits[row] = split;
    }
  }
}

}  // namespace

FoldSplit fold_split(const GroupedElements& by_group, const SplitConfig& config, const std::vector<bool>& tested) {
  FoldSplit out;
  const std::vector<std::size_t> order =
      drawn_order(by_group.keys, static_cast<std::uint64_t>(config.seed), GroupDraw::split);
  const FoldOfGroup fold_of = config.strategy == SplitStrategy::kfold ? drawn_folds(by_group, config, order)
                                                                      : chromosome_folds(by_group, config, out);
  out.folds = counted_folds(by_group, config, fold_of);
  const auto own = static_cast<std::size_t>(config.fold - 1);
  out.split.assign(by_group.elements.rows(), Split::train);
  for (std::size_t group = 0; group < fold_of.size(); ++group) {
    const std::span<const std::size_t> rows = by_group.list.rows(group);
    const bool is_tested = tested.empty() ? fold_of[group] == own : tested[rows.front()];
    for (const std::size_t row : rows) {
      out.split[row] = is_tested ? Split::test : Split::train;
    }
    out.never_tested += fold_of[group] ? 0 : static_cast<std::int64_t>(rows.size());
  }
  draw_validation(by_group, config, out.split);
  for (const Split split : {Split::train, Split::val}) {
    if (std::find(out.split.begin(), out.split.end(), split) == out.split.end()) {
      fail(ErrorKind::input, "split ", split_name(split), " got no row: ", by_group.elements.rows(), " rows in ",
           by_group.list.size(), " groups are too few for ", config.fold_count(), " folds and split.fractions.val ",
           config.fractions.val);
    }
  }
  return out;
}

}  // namespace cre
