#include "storage/measurements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "example_elements.h"
#include "expect_error.h"
#include "storage/elements.h"
#include "temporary_folder.h"

namespace cre {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Measurements three_rows() {
  Measurements rows = example_elements({"ACGT", "CCCC", "GGGG"});
  rows.chromosome = {"chr1", "", "chrX"};
  rows.start = {10, kNoPosition, 30};
  rows.end = {14, kNoPosition, 34};
  rows.strand = {1, 0, -1};
  Stratum library{.name = "library", .levels = {}, .level = {}};
  for (const char* word : {"pool/2", "", "pool 1"}) {
    library.add(word);
  }
  rows.strata = {library};
  rows.replicate_reliability = {0.8, 0.5};
  return rows;
}

TEST(Measurements, SelectedFactsAreInTheOrderAskedFor) {
  const RowFacts some = select_facts(three_rows(), {2, 0, 2});
  EXPECT_THAT(some.id, ElementsAre("e2", "e0", "e2"));
  EXPECT_THAT(some.start, ElementsAre(30, 10, 30));
  EXPECT_THAT(some.strata[0].level, ElementsAre(1, 0, 1));
}

PackedMeasurements three_packed_rows() {
  PackedMeasurements rows;
  rows.id = {"e0", "e1", "e2"};
  rows.line = {2, 3, 4};
  rows.activity = {0.0, 0.0, 0.5, -1.0, 1.0, -2.0};
  rows.standard_error = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
  rows.chromosome = {"chr1", "", "chrX"};
  rows.start = {10, kNoPosition, 30};
  rows.end = {14, kNoPosition, 34};
  rows.strand = {1, 0, -1};
  rows.strata = three_rows().strata;
  rows.replicate_reliability = {0.8, 0.5};
  return rows;
}

TEST(Measurements, KeptRowsHaveAllColumnsOfTheirs) {
  PackedMeasurements some = three_packed_rows();
  keep_rows(some, {0, 2}, 2);
  EXPECT_THAT(some.id, ElementsAre("e0", "e2"));
  EXPECT_THAT(some.activity, ElementsAre(0.0, 0.0, 1.0, -2.0));
  EXPECT_THAT(some.standard_error, ElementsAre(0.1, 0.2, 0.5, 0.6));
  EXPECT_THAT(some.chromosome, ElementsAre("chr1", "chrX"));
  EXPECT_THAT(some.strand, ElementsAre(1, -1));
  EXPECT_THAT(some.strata[0].level, ElementsAre(0, 1));
  EXPECT_THAT(some.group_name, IsEmpty());
  EXPECT_THAT(some.replicate_reliability, ElementsAre(0.8, 0.5));  // of all elements
}

TEST(Measurements, JoinedRowsShareTheLevelsOfTheirStrata) {
  PackedMeasurements all;
  PackedMeasurements some = three_packed_rows();
  keep_rows(some, {1, 2}, 2);
  append_rows(all, std::move(some));
  append_rows(all, three_packed_rows());
  EXPECT_THAT(all.id, ElementsAre("e1", "e2", "e0", "e1", "e2"));
  EXPECT_EQ(all.rows(), 5U);
  EXPECT_THAT(all.activity, ElementsAre(0.5, -1.0, 1.0, -2.0, 0.0, 0.0, 0.5, -1.0, 1.0, -2.0));
  EXPECT_THAT(all.end, ElementsAre(kNoPosition, 34, 14, kNoPosition, 34));
  ASSERT_EQ(all.strata.size(), 1U);
  EXPECT_THAT(all.strata[0].levels, ElementsAre("pool/2", "pool 1"));
  EXPECT_THAT(all.strata[0].level, ElementsAre(kNoLevel, 1, 0, kNoLevel, 1));
}

TEST(Measurements, LevelsAreTheSameByTheirWords) {
  PackedMeasurements first = three_packed_rows(), second = three_packed_rows();
  second.strata[0].levels = {"new", "pool/2"};
  append_rows(first, std::move(second));
  EXPECT_THAT(first.strata[0].levels, ElementsAre("pool/2", "pool 1", "new"));
  EXPECT_THAT(first.strata[0].level, ElementsAre(0, kNoLevel, 1, 2, kNoLevel, 0));
}

TEST(Measurements, AStratumHasFewWords) {
  Stratum stratum{.name = "barcode", .levels = {}, .level = {}};
  for (std::size_t i = 0; i < kMostLevels; ++i) {
    stratum.add(std::to_string(i));
  }
  stratum.add("7");
  expect_error(ErrorKind::input, "column barcode: more than 1000 different values", [&] { stratum.add("one more"); });
}

TEST(Measurements, PlacesAndStrataComeBackFromAFile) {
  const TemporaryFolder folder;
  Elements e = example_elements({"ACGT", "CCCC", "GGGG"});
  static_cast<Measurements&>(e) = three_rows();
  save_elements(folder / "e.h5", e);
  const Elements back = load_elements(folder / "e.h5");
  EXPECT_EQ(back.start, e.start);
  EXPECT_EQ(back.strand, e.strand);
  EXPECT_EQ(back.chromosome, e.chromosome);
  ASSERT_EQ(back.strata.size(), 1U);
  EXPECT_EQ(back.strata[0].name, "library");
  EXPECT_EQ(back.strata[0].levels, e.strata[0].levels);
  EXPECT_EQ(back.strata[0].level, e.strata[0].level);
  e.strata[0].level[1] = 2;
  save_elements(folder / "e.h5", e);
  expect_error(ErrorKind::integrity, "/strata/0/level, row 1: 2 is no index of a level",
               [&] { load_elements(folder / "e.h5"); });
}

}  // namespace
}  // namespace cre
