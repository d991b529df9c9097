#include "split/strategies/chromosome_split.h"

#include <vector>

#include <gtest/gtest.h>

#include "example_elements.h"
#include "expect_error.h"

namespace cre {
namespace {

using Splits = std::vector<Split>;
using Groups = std::vector<std::int64_t>;
constexpr Split kTrain = Split::train, kVal = Split::val, kTest = Split::test;

Elements on_chromosomes(std::vector<std::string> names) {
  Elements e = example_elements(numbered_sequences(names.size()));
  e.chromosome = std::move(names);
  return e;
}

SplitConfig lists(std::vector<std::string> val, std::vector<std::string> test) {
  SplitConfig config;
  config.strategy = SplitStrategy::chromosome;
  config.chromosomes.val = std::move(val);
  config.chromosomes.test = std::move(test);
  return config;
}

TEST(ChromosomeSplitTest, ByListsInEitherNaming) {
  const Elements e = on_chromosomes({"chr1", "chr7", "chr19", "chr7", "chrX", "chr2"});
  const Groups alone = {0, 1, 2, 3, 4, 5};
  const ChromosomeSplit found = chromosome_split(e, alone, lists({"19", "CHRX"}, {"chr7"}));
  EXPECT_EQ(found.split, (Splits{kTrain, kTest, kVal, kTest, kVal, kTrain}));
  EXPECT_EQ(found.followed, 0U);
  EXPECT_EQ(found.unplaced, 0U);
}

TEST(ChromosomeSplitTest, PresetOfMalinois) {
  const Elements e = on_chromosomes({"1", "7", "13", "19", "21", "X", "22"});
  SplitConfig config = lists({}, {});
  config.chromosomes.preset = ChromosomePreset::malinois;
  const ChromosomeSplit found = chromosome_split(e, {0, 1, 2, 3, 4, 5, 6}, config);
  EXPECT_EQ(found.split, (Splits{kTrain, kTest, kTest, kVal, kVal, kVal, kTrain}));
}

TEST(ChromosomeSplitTest, AGroupGoesToItsStrictestSplit) {
  // Groups 0: train and test; 1: val and a row without a chromosome; 2: train alone; 3: a row without one.
  const Elements e = on_chromosomes({"1", "7", "19", "", "2", "", "7"});
  const ChromosomeSplit found = chromosome_split(e, {0, 0, 1, 1, 2, 3, 4}, lists({"19"}, {"7"}));
  EXPECT_EQ(found.split, (Splits{kTest, kTest, kVal, kVal, kTrain, kTrain, kTest}));
  EXPECT_EQ(found.followed, 2U);
  EXPECT_EQ(found.unplaced, 2U);
}

TEST(ChromosomeSplitTest, WhatCannotBeSplit) {
  const Elements e = on_chromosomes({"1", "7", "19"});
  const Groups alone = {0, 1, 2};
  expect_error(ErrorKind::input, "no row is on 'chr8' (test); the elements are on 1, 19, 7",
               [&] { chromosome_split(e, alone, lists({"19"}, {"chr8"})); });
  expect_error(ErrorKind::input, "split train got no row",
               [&] { chromosome_split(e, alone, lists({"19"}, {"1", "7"})); });
  expect_error(ErrorKind::input, "split val got no row", [&] { chromosome_split(e, {0, 1, 1}, lists({"19"}, {"7"})); });
  expect_error(ErrorKind::input, "name qc.columns.chromosome or region",
               [&] { chromosome_split(example_elements(numbered_sequences(3)), alone, lists({"19"}, {"7"})); });
}

}  // namespace
}  // namespace cre
