#include "split/split_config.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace cre {
namespace {

const std::vector<std::pair<std::string, SplitStrategy>>& strategy_names() {
  static const std::vector<std::pair<std::string, SplitStrategy>> names = {
      {"random", SplitStrategy::random}, {"predefined", SplitStrategy::predefined}, {"extend", SplitStrategy::extend}};
  return names;
}

}  // namespace

void describe(Description& d, SplitFractions& c) {
  const Limits open_unit = {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true};
  d.number("train", c.train, open_unit, "share of rows", "Training rows");
  d.number("val", c.val, open_unit, "share of rows", "Validation rows: early stopping and the choice of checkpoints");
  d.number("test", c.test, open_unit, "share of rows", "Test rows: evaluation only");
  d.rule([&c](const Place& place) {
    const double sum = c.train + c.val + c.test;
    if (std::abs(sum - 1.0) > 1e-9) {
      place.fail("train ", c.train, " + val ", c.val, " + test ", c.test, " is ", sum, "; allowed: a sum of 1");
    }
  });
}

void describe(Description& d, SplitConfig& c) {
  d.choice<SplitStrategy>("strategy", c.strategy, strategy_names(),
                          "random: whole groups at random, stratified by target cell; predefined: the table's split "
                          "column (qc.columns.split) with values train, val, test; extend: the split of another run, "
                          "whose rows stay where they are and whose new rows follow their group, else go to train");
  d.choices<GroupBy>("group_by", c.group_by, {{"sequence", GroupBy::sequence}, {"column", GroupBy::column}},
                     "What keeps rows together in one split: sequence (equal cleaned sequences), column (equal values "
                     "of qc.columns.group); several are merged, an empty list makes every row a group of its own");
  d.flag("both_strands", c.both_strands,
         "For group_by sequence: a sequence and its reverse complement count as equal, since a model trained with "
         "reverse-complement augmentation has seen both");
  d.integer("seed", c.seed, at_least(0), "", "Seed of the random order of groups");
  d.section("fractions", c.fractions, "Shares of rows for strategy random");
  d.number("tolerance", c.tolerance, between(0.0, 1.0), "share",
           "Largest deviation of a split's size or target-cell share from its aim before the report warns");
  for (const char* name : {"seed", "fractions"}) d.unused_when(name, {is("strategy", {"predefined"})});
}

void describe(Description& d, SplitToolConfig& c) {
  d.section("split", c.split, "Splitting without leakage");
}

std::string strategy_name(SplitStrategy strategy) {
  const auto& names = strategy_names();
  return std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.second == strategy; })->first;
}

}  // namespace cre
