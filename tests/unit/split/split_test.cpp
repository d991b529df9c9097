#include <algorithm>
#include <map>
#include <set>

#include "core/files.h"
#include "example_elements.h"
#include "expect_error.h"
#include "split/audit/leakage_check.h"
#include "split/grouping/groups.h"
#include "split/reports/measured_splits.h"
#include "split/reports/split_report.h"
#include "split/reports/unused_by_split.h"
#include "split/strategies/predefined_split.h"
#include "split/strategies/random_split.h"

namespace cre {
namespace {

std::vector<std::string> with_copies() {
  // 0 and 3 are equal; 4 is the reverse complement of 1; 2 is alone.
  return {"AAAACCCC", "ACGTTTTT", "GGGGGGGA", "AAAACCCC", "AAAAACGT"};
}

/// Rows are grouped by sequence.
SplitConfig by_sequence() {
  SplitConfig config;
  config.group_by = {GroupBy::sequence};
  return config;
}

TEST(Groups, EqualSequencesOnOneOrBothStrands) {
  const Elements e = example_elements(with_copies());
  SplitConfig config = by_sequence();
  EXPECT_EQ(group_rows(e, config, 2), (std::vector<std::int64_t>{0, 1, 2, 0, 1}));
  config.both_strands = false;
  EXPECT_EQ(group_rows(e, config, 2), (std::vector<std::int64_t>{0, 1, 2, 0, 3}));
  config.group_by.emplace();
  EXPECT_EQ(group_rows(e, config, 2), (std::vector<std::int64_t>{0, 1, 2, 3, 4}));
}

TEST(Groups, ColumnAndSequenceMerge) {
  Elements e = example_elements(with_copies());
  e.group_name = {"x", "y", "y", "z", "w"};
  SplitConfig config;
  config.group_by = {GroupBy::column};
  EXPECT_EQ(group_rows(e, config, 2), (std::vector<std::int64_t>{0, 1, 1, 2, 3}));
  config.group_by = {GroupBy::sequence, GroupBy::column};
  EXPECT_EQ(group_rows(e, config, 2), (std::vector<std::int64_t>{0, 1, 1, 0, 1}));
}

TEST(Groups, ColumnMissingOrEmpty) {
  Elements e = example_elements(with_copies());
  SplitConfig config;
  config.group_by = {GroupBy::column};
  expect_error(ErrorKind::input, "name it in qc.columns.group", [&] { group_rows(e, config, 2); });
  e.group_name = {"x", "", "y", "z", "w"};
  expect_error(ErrorKind::input, "line 3, element e1: the group column is empty", [&] { group_rows(e, config, 2); });
  e.group_name = {"x", "", "", "", "x"};
  expect_error(ErrorKind::input, "as in 3 of 5 rows", [&] { group_rows(e, config, 2); });
  config.missing_group = MissingGroup::own;
  EXPECT_EQ(group_rows(e, config, 2), (std::vector<std::int64_t>{0, 1, 2, 3, 0}));
  config.group_by = {GroupBy::column, GroupBy::sequence};
  EXPECT_EQ(group_rows(e, config, 2), (std::vector<std::int64_t>{0, 0, 1, 0, 0}));
}

TEST(SplitConfig, AutoIsWhatTheElementsHave) {
  Elements e = example_elements({"AAAA", "CCCC"});
  SplitConfig config = resolve_split_config({}, e);
  EXPECT_EQ(config.strategy, SplitStrategy::random);
  EXPECT_EQ(config.grouped_by(), (std::vector<GroupBy>{GroupBy::sequence}));
  e.group_name = {"x", "y"};
  e.published_split = {"train", "test"};
  config = resolve_split_config({}, e);
  EXPECT_EQ(config.strategy, SplitStrategy::predefined);
  EXPECT_EQ(config.grouped_by(), (std::vector<GroupBy>{GroupBy::sequence, GroupBy::column}));
  SplitConfig asked;
  asked.strategy = SplitStrategy::random;
  asked.group_by.emplace();
  config = resolve_split_config(asked, e);
  EXPECT_EQ(config.strategy, SplitStrategy::random);
  EXPECT_TRUE(config.grouped_by().empty());
}

SplitConfig parsed(const nlohmann::json& json) {
  SplitToolConfig config;
  ConfigView(config).read({{"split", json}}, "c.json");
  return config.split;
}

TEST(SplitConfig, AutoOrAList) {
  EXPECT_FALSE(parsed({{"group_by", "auto"}}).group_by.has_value());
  EXPECT_TRUE(parsed({{"group_by", nlohmann::json::array()}}).group_by->empty());
  EXPECT_EQ(parsed({{"group_by", {"column"}}}).group_by, (std::vector<GroupBy>{GroupBy::column}));
  expect_error(ErrorKind::config,
               "c.json: split.group_by: \"sequence\" is not allowed; allowed: auto or a list of "
               "sequence, column",
               [] { parsed({{"group_by", "sequence"}}); });
  expect_error(ErrorKind::config, "allowed: sequence, column", [] { parsed({{"group_by", {"auto"}}}); });
}

TEST(SplitConfig, ValuesOfASplitColumn) {
  const SplitConfig config = parsed({{"values", {{"train", {0, 1.0, " Two "}}, {"test", {"9"}}}}});
  EXPECT_EQ(config.values.train, (std::vector<std::string>{"0", "1", " Two "}));
  EXPECT_EQ(config.values.val, SplitValues{}.val);
  expect_error(ErrorKind::config, "split.values.test[0]: '1.0' is also in train; a value belongs to one split",
               [] { parsed({{"values", {{"train", {1}}, {"test", {"1.0"}}}}}); });
  expect_error(ErrorKind::config, "'dev' is also in train", [] { parsed({{"values", {{"train", {"dev"}}}}}); });
  expect_error(ErrorKind::config, "split.values.val: a list of 0",
               [] { parsed({{"values", {{"val", nlohmann::json::array()}}}}); });
}

TEST(RandomSplit, SizesCellsAndGroups) {
  std::vector<std::string> sequences = numbered_sequences(2000);
  for (std::size_t row = 1900; row < 2000; ++row) {
    sequences[row] = sequences[row - 1900];  // 100 copies
  }
  const Elements e = example_elements(sequences);
  SplitConfig config = by_sequence();
  config.both_strands = false;
  const auto groups = group_rows(e, config, 2);
  const GroupedElements by_group(e, groups, config, 2);
  const auto splits = random_split(by_group, config);
  const SplitDeviation deviation = split_deviation(e, splits, config.fractions);
  EXPECT_LT(deviation.size, 0.002);
  EXPECT_LT(deviation.shares.at("target_cell"), 0.01);
  check_groups_stay_together(e, groups, splits);
  EXPECT_EQ(count_crossing_sequences(e, splits, false), 0);
  EXPECT_EQ(splits, random_split(by_group, config));
  config.seed = 1;
  EXPECT_NE(splits, random_split(by_group, config));
}

TEST(RandomSplit, AGiantGroupGoesToTrainingAndTheRestFillsTheOtherSplits) {
  std::vector<std::string> sequences = numbered_sequences(100);
  std::fill(sequences.begin(), sequences.begin() + 70, sequences[0]);
  const Elements e = example_elements(sequences);
  const auto groups = group_rows(e, by_sequence(), 2);
  const auto splits = random_split({e, groups, by_sequence(), 2}, SplitConfig{});
  for (std::size_t row = 0; row < 70; ++row) {
    EXPECT_EQ(splits[row], Split::train);
  }
  EXPECT_EQ(std::count(splits.begin(), splits.end(), Split::val), 10);
  EXPECT_EQ(std::count(splits.begin(), splits.end(), Split::test), 10);
}

TEST(RandomSplit, TooFewGroups) {
  const Elements e = example_elements({"AAAA", "AAAA", "CCCC"});
  expect_error(ErrorKind::input, "got no row: 3 rows in 2 groups",
               [&] { random_split({e, group_rows(e, by_sequence(), 2), by_sequence(), 2}, SplitConfig{}); });
}

TEST(PredefinedSplit, NamesAndErrors) {
  Elements e = example_elements({"AAAA", "CCCC", "AAGG", "ATAT"});
  expect_error(ErrorKind::input, "name it in qc.columns.split", [&] { predefined_split(e); });
  e.published_split = {"Train", "validation", "TEST", "dev"};
  EXPECT_EQ(predefined_split(e), (std::vector<Split>{Split::train, Split::val, Split::test, Split::val}));
  e.published_split[1] = "holdout";
  expect_error(ErrorKind::input, "line 3, element e1: split 'holdout' is not allowed", [&] { predefined_split(e); });
  e.published_split = {"train", "train", "test", "test"};
  expect_error(ErrorKind::input, "puts no row into val", [&] { predefined_split(e); });
  e.published_split = {"training", "Testing", "valid", ""};
  expect_error(ErrorKind::input, "line 5, element e3: the split column has no value", [&] { predefined_split(e); });
}

TEST(PredefinedSplit, ValuesAreMapped) {
  Elements e = example_elements({"AAAA", "CCCC", "AAGG", "ATAT", "AGAG"});
  e.published_split = {"3", " 8", "9.0", "Three", "3.00"};
  const SplitValues values = {{"3", "three"}, {"8.0"}, {"9"}};
  EXPECT_EQ(predefined_split(e, values),
            (std::vector<Split>{Split::train, Split::val, Split::test, Split::train, Split::train}));
  expect_error(ErrorKind::input,
               "line 2, element e0: split '3' is not allowed; allowed: train (train, training), val (val, valid, "
               "validation, dev), test (test, testing); the column holds ",
               [&] { predefined_split(e); });
}

TEST(UnusedSettings, AreNamed) {
  Elements e = example_elements({"AAAA", "CCCC", "AAGG"});
  EXPECT_TRUE(unused_by_split(resolve_split_config({}, e), e).empty());
  e.chromosome = {"1", "1", "2"};
  e.group_name = {"x", "x", "y"};
  e.published_split = {"train", "val", "test"};
  SplitConfig config;
  config.seed = 7;
  EXPECT_THAT(unused_by_split(resolve_split_config(config, e), e),
              testing::ElementsAre(testing::HasSubstr("qc.columns.chromosome"),
                                   testing::HasSubstr("split.seed has no effect with split.strategy: predefined")));
  config = by_sequence();
  config.strategy = SplitStrategy::random;
  config.values.test = {"holdout"};
  config.missing_group = MissingGroup::own;
  EXPECT_THAT(unused_by_split(config, e),
              testing::ElementsAre(testing::HasSubstr("qc.columns.chromosome"), testing::HasSubstr("qc.columns.split"),
                                   testing::HasSubstr("qc.columns.group"), testing::HasSubstr("split.values"),
                                   testing::HasSubstr("split.missing_group")));
  e.chromosome.clear();
  e.published_split.clear();
  e.group_name = {"x", "", "y"};
  config = {};
  config.missing_group = MissingGroup::own;
  EXPECT_THAT(unused_by_split(resolve_split_config(config, e), e),
              testing::ElementsAre(testing::HasSubstr("keeps nothing together")));
  e = example_elements({"AAAA", "CCCC", "AAGG"});
  e.chromosome = {"1", "1", "2"};
  config = {};
  config.chromosomes.val = {"2"};
  config.max_mismatches = 1;
  config.max_shift = 20;
  config.min_overlap = 40;
  config.max_distance = 5;
  config.minhash.k = 9;
  EXPECT_THAT(unused_by_split(resolve_split_config(config, e), e),
              testing::ElementsAre(testing::HasSubstr("qc.columns.chromosome"), testing::HasSubstr("split.chromosomes"),
                                   testing::HasSubstr("split.max_mismatches"), testing::HasSubstr("split.max_shift"),
                                   testing::HasSubstr("split.minhash"), testing::HasSubstr("split.max_distance"),
                                   testing::HasSubstr("split.min_overlap")));
  config = {};
  config.strategy = SplitStrategy::chromosome;
  config.group_by = {GroupBy::near_duplicate, GroupBy::interval};
  config.chromosomes.val = {"2"};
  config.max_mismatches = 1;
  config.max_distance = 5;
  EXPECT_TRUE(unused_by_split(config, e).empty());
  e.chromosome.clear();
  config = {};
  config.group_by = {GroupBy::near_duplicate};
  config.max_shift = 20;
  EXPECT_THAT(unused_by_split(resolve_split_config(config, e), e),
              testing::ElementsAre("split.max_shift has no effect: shifted sequences of 4 bases overlap by less than "
                                   "split.min_overlap, 60"));
}

TEST(MeasuredSplits, EveryTaskInEverySplit) {
  Elements e = example_elements(numbered_sequences(9));
  const std::vector<Split> splits = {Split::train, Split::train, Split::train, Split::val, Split::val,
                                     Split::val,   Split::test,  Split::test,  Split::test};
  EXPECT_TRUE(check_measured_splits(e, splits).empty());
  e.mask[2 * 7 + 1] = 0;
  EXPECT_THAT(check_measured_splits(e, splits),
              testing::ElementsAre("task B: measured in only 2 rows of test (measured rows: train 3, val 3, test 2); a "
                                   "correlation needs at least 3"));
  e.mask[2 * 6 + 1] = e.mask[2 * 8 + 1] = 0;
  expect_error(ErrorKind::input, "task B: no row of test measures it (measured rows: train 3, val 3, test 0)",
               [&] { check_measured_splits(e, splits); });
}

TEST(LeakageCheck, ACrossingGroupIsAnErrorThatNamesBothRows) {
  const Elements e = example_elements(with_copies());
  const std::vector<Split> splits = {Split::train, Split::train, Split::val, Split::test, Split::test};
  expect_error(ErrorKind::input, "elements e0 (line 2, train) and e3 (line 5, test)",
               [&] { check_groups_stay_together(e, group_rows(e, by_sequence(), 2), splits); });
  EXPECT_EQ(count_crossing_sequences(e, splits, true), 2);
  EXPECT_EQ(count_crossing_sequences(e, splits, false), 1);
}

TEST(LeakageCheck, ACrossingSequenceIsAnErrorUnlessAccepted) {
  const Elements e = example_elements(with_copies());
  const std::vector<Split> splits = {Split::train, Split::train, Split::val, Split::train, Split::test};
  SplitConfig config;
  config.group_by = {GroupBy::column};
  expect_error(ErrorKind::input, "leakage: 1 sequences are in more than one split (a reverse complement counts",
               [&] { check_sequences_stay_together(e, splits, config); });
  config.both_strands = false;
  check_sequences_stay_together(e, splits, config);
  config.group_by.emplace();
  config.both_strands = true;
  check_sequences_stay_together(e, splits, config);
}

TEST(SplitReport, CountsAndWarns) {
  Elements e = example_elements(with_copies());
  e.strata = {{"batch", {"b1", "b2"}, {0, 1, 1, kNoLevel, 0}}};
  SplitAssignment assignment;
  assignment.group = {0, 1, 2, 0, 3};
  assignment.split = {Split::train, Split::train, Split::val, Split::train, Split::test};
  SplitConfig config;
  config.strategy = SplitStrategy::random;
  config.group_by.emplace();
  const auto report = split_report(e, assignment, config, summarize_split(e, assignment, config));
  EXPECT_EQ(report.at("splits").at("train").at("rows"), 3);
  EXPECT_EQ(report.at("splits").at("train").at("groups"), 2);
  EXPECT_EQ(report.at("splits").at("val").at("target_cell").at("A"), 1.0);
  const auto& batch = report.at("splits").at("train").at("strata").at("batch");  // rows 0, 1, 3
  EXPECT_NEAR(batch.at("b1").get<double>(), 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(batch.at("b2").get<double>(), 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(batch.at("unknown").get<double>(), 1.0 / 3.0, 1e-12);
  EXPECT_EQ(report.at("splits").at("val").at("strata").at("batch").at("b2"), 1.0);
  // Task A of rows 0, 1, 3: 0, 0.5, 1.5; mean 2/3. Against validation {1}: the distance is 2/3.
  EXPECT_NEAR(report.at("splits").at("train").at("tasks").at("A").at("mean").get<double>(), 2.0 / 3.0, 1e-12);
  EXPECT_NEAR(report.at("ks").at("A").at("train_val").get<double>(), 2.0 / 3.0, 1e-12);
  EXPECT_EQ(report.at("splits").at("test").at("standard_error").at("B").at("mean"), nullptr);
  const auto& histogram = report.at("histograms").at("tasks").at("A").at("activity");  // 0 to 2 in 60 bins
  EXPECT_EQ(histogram.at("edges").size(), 61U);
  EXPECT_EQ(histogram.at("train")[15], 1);  // 0.5
  EXPECT_EQ(histogram.at("val")[30], 1);
  EXPECT_EQ(histogram.at("test")[59], 1);
  EXPECT_EQ(report.at("histograms").at("tasks").at("B").at("standard_error"), nullptr);
  EXPECT_EQ(report.at("histograms").at("min_gap").at("edges").back(), 4.0);
  EXPECT_EQ(report.at("crossing_sequences"), 1);  // rows 1 and 4 are reverse complements
  EXPECT_EQ(report.at("largest_groups")[0].at("rows"), 2);
  const std::string warnings = report.at("warnings").dump();
  EXPECT_NE(warnings.find("leakage: 1 sequences"), std::string::npos);
  EXPECT_NE(warnings.find("the size of a split deviates by 20.00 percentage points"), std::string::npos);
}

TEST(SplitReport, RowsTableNamesEveryRow) {
  const Elements e = example_elements({"ACGT", "CCCC"});
  const SplitAssignment assignment = {
      {Split::train, Split::test}, {0, 1}, "", {TrainNeighbour::not_asked, TrainNeighbour::similar}};
  // SHA-256 of "ACGT" and "CCCC" from sha256sum.
  EXPECT_EQ(rows_table(e, assignment, {-1, 0}, 2),
            "id\tline\tsplit\tgroup\tsequence_sha256\tflags\ttrain_neighbour\tneighbour_id\n"
            "e0\t2\ttrain\t0\t1dff3e84fe7877e0673b69bbddcf40124e396e3f9943dd890c91b6a09adb9af0\t0\tNA\tNA\n"
            "e1\t3\ttest\t1\t90b4853e06e722c63b4270463cf558684d7a1e77605d3ad36489d6146e42ab87\t0\tsimilar\te0\n");
  Elements placed = e;
  placed.chromosome = {"chr1", ""};
  placed.strata = {{"batch", {"b1"}, {kNoLevel, 0}}};
  const std::string table = rows_table(placed, assignment, {-1, 0}, 2);
  EXPECT_EQ(table.substr(0, table.find('\n')),
            "id\tline\tsplit\tgroup\tsequence_sha256\tflags\ttrain_neighbour\tneighbour_id\tchromosome\tbatch");
  EXPECT_NE(table.find("\t0\tNA\tNA\tchr1\tNA\n"), std::string::npos);
  EXPECT_NE(table.find("\t0\tsimilar\te0\tNA\tb1\n"), std::string::npos);
}

}  // namespace
}  // namespace cre
