// Kin: what two rows share, worked by hand.
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "example_elements.h"
#include "sequence/reverse_complement.h"
#include "split/audit/audit_report.h"
#include "split/audit/leakage_audit.h"

namespace cre {
namespace {

using testing::HasSubstr;

constexpr auto kTrain = Split::train;
constexpr auto kVal = Split::val;
constexpr auto kTest = Split::test;

class KinTest : public testing::Test {
 protected:
  std::string random_bases(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      out += "ACGT"[random_() % 4];
    }
    return out;
  }
  static std::string other_strand(const std::string& letters) {
    return decode_bases(reverse_complement(encode_bases(letters)));
  }
  /// `sequences` after 40 unrelated training rows of the same length.
  void rows(const std::vector<std::string>& sequences, const std::vector<Split>& splits) {
    std::vector<std::string> all;
    for (int i = 0; i < 40; ++i) {
      all.push_back(random_bases(sequences[0].size()));
    }
    all.insert(all.end(), sequences.begin(), sequences.end());
    elements_ = example_elements(all);
    splits_.assign(40, kTrain);
    splits_.insert(splits_.end(), splits.begin(), splits.end());
  }
  LeakageAudit search(bool both_strands = true) {
    SplitConfig config;
    config.both_strands = both_strands;
    return audit_leakage(elements_, splits_, config, 2);
  }

  std::mt19937 random_{5};
  Elements elements_;
  std::vector<Split> splits_;
};

TEST_F(KinTest, AShiftedTileIsSeenWithItsOffset) {
  const std::string genome = random_bases(150);
  // Base i of the tested row is base i + 30 of the training row: 70 of 100 bases.
  rows({genome.substr(0, 100), genome.substr(30, 100), random_bases(100)}, {kTrain, kTest, kVal});
  const LeakageAudit kin = search();
  EXPECT_EQ(kin.word, 31U);
  EXPECT_EQ(kin.least_overlap, 50U);
  ASSERT_EQ(kin.test_train.kin, 1U);
  EXPECT_EQ(kin.test_train.rows, 1U);
  EXPECT_EQ(kin.test_train.example->row, 41U);
  EXPECT_EQ(kin.test_train.example->other, 40U);
  EXPECT_EQ(kin.test_train.example->overlap, 70);
  EXPECT_EQ(kin.test_train.example->offset, 30);
  EXPECT_FALSE(kin.test_train.example->reverse);
  EXPECT_EQ(kin.val_train.rows, 1U);
  EXPECT_EQ(kin.val_train.kin, 0U);
}

TEST_F(KinTest, TheOtherStrandCountsUnlessStrandsAreTold) {
  const std::string genome = random_bases(150);
  rows({genome.substr(0, 100), other_strand(genome.substr(30, 100)), random_bases(100)}, {kTrain, kTest, kVal});
  const LeakageAudit kin = search();
  ASSERT_EQ(kin.test_train.kin, 1U);
  EXPECT_EQ(kin.test_train.example->overlap, 70);
  EXPECT_EQ(kin.test_train.example->offset, 30);
  EXPECT_TRUE(kin.test_train.example->reverse);
  EXPECT_EQ(search(false).test_train.kin, 0U);
}

TEST_F(KinTest, LessThanHalfIsNoKin) {
  const std::string genome = random_bases(160);
  rows({genome.substr(0, 100), genome.substr(51, 100), genome.substr(50, 100)}, {kTrain, kTest, kVal});
  const LeakageAudit kin = search();
  EXPECT_EQ(kin.test_train.kin, 0U);  // 49 bases
  ASSERT_EQ(kin.val_train.kin, 1U);   // 50 bases
  EXPECT_EQ(kin.val_train.example->overlap, 50);
}

TEST_F(KinTest, VariantsAndBarcodedCopiesAreKin) {
  const std::string wild = random_bases(100), core = random_bases(88);
  std::string variant = wild;
  variant[50] = variant[50] == 'A' ? 'C' : 'A';
  rows({wild, variant, core + random_bases(12), core + random_bases(12)}, {kTrain, kTest, kTrain, kTest});
  const LeakageAudit kin = search();
  ASSERT_EQ(kin.test_train.kin, 2U);
  EXPECT_EQ(kin.test_train.example->overlap, 99);  // 50 before the change, 49 after it
  EXPECT_EQ(kin.neighbour[41], TrainNeighbour::one_mismatch);
  EXPECT_EQ(kin.neighbour[43], TrainNeighbour::overlapping);
  EXPECT_EQ(kin.neighbour_row[43], 42);
}

TEST_F(KinTest, WhatEveryRowHasIsNoKin) {
  const std::string promoter = random_bases(40);
  std::vector<std::string> sequences;
  std::vector<Split> splits;
  for (int i = 0; i < 60; ++i) {
    sequences.push_back(random_bases(60) + promoter);
    splits.push_back(i % 10 == 9 ? kTest : i % 10 == 8 ? kVal : kTrain);
  }
  rows(sequences, splits);
  EXPECT_EQ(search().test_train.kin, 0U);
  // Half of the 60 bases that are left, beside the promoter: kin.
  sequences[9] = sequences[0].substr(0, 35) + random_bases(25) + promoter;
  rows(sequences, splits);
  const LeakageAudit kin = search();
  ASSERT_EQ(kin.test_train.kin, 1U);
  EXPECT_GE(kin.test_train.example->overlap, 35);
  EXPECT_LT(kin.test_train.example->overlap, 45);
}

TEST_F(KinTest, AMutagenesisOfOneElementIsKinThoughAllRowsShareIt) {
  const std::string wild = random_bases(100);
  std::vector<std::string> sequences;
  std::vector<Split> splits;
  for (std::size_t i = 0; i < 90; ++i) {
    sequences.push_back(wild);
    sequences.back()[i] = wild[i] == 'A' ? 'C' : 'A';
    splits.push_back(i % 3 == 2 ? kTest : i % 3 == 1 ? kVal : kTrain);
  }
  rows(sequences, splits);
  EXPECT_EQ(search().test_train.kin, 30U);
}

TEST_F(KinTest, RepeatsAreNoKin) {
  const std::string run(60, 'A');
  std::string pairs;
  for (int i = 0; i < 30; ++i) {
    pairs += "CA";
  }
  rows({run + random_bases(40), run + random_bases(40), pairs + random_bases(40), pairs + random_bases(40)},
       {kTrain, kTest, kTrain, kVal});
  const LeakageAudit kin = search();
  EXPECT_EQ(kin.test_train.kin, 0U);
  EXPECT_EQ(kin.val_train.kin, 0U);
}

TEST_F(KinTest, PaddingDoesNotCount) {
  // 60 known bases, of which 40 are shared.
  const std::string core = random_bases(60), n(20, 'N');
  rows({n + core + n, n + core.substr(0, 40) + random_bases(20) + n, n + random_bases(60) + n}, {kTrain, kTest, kVal});
  const LeakageAudit kin = search();
  ASSERT_EQ(kin.test_train.kin, 1U);
  EXPECT_GE(kin.test_train.example->overlap, 40);
  EXPECT_EQ(kin.val_train.kin, 0U);
}

TEST_F(KinTest, ShortInsertsNeedMoreThanChance) {
  // 43 rows of 20 bases: 13 shared bases are expected .0005 times, 12 .002 times.
  const std::string core = random_bases(14);
  rows({core + random_bases(6), random_bases(4) + core + "AC", random_bases(20)}, {kTrain, kTest, kVal});
  const LeakageAudit kin = search();
  EXPECT_EQ(kin.least_overlap, 13U);
  EXPECT_EQ(kin.word, 13U);
  ASSERT_EQ(kin.test_train.kin, 1U);
  EXPECT_EQ(kin.test_train.example->offset, -4);
}

TEST_F(KinTest, WarnsAboveTheShareThatIsAllowed) {
  const std::string genome = random_bases(150);
  rows({genome.substr(0, 100), genome.substr(30, 100), random_bases(100)}, {kTrain, kTest, kVal});
  SplitConfig config;
  const LeakageAudit kin = search();
  EXPECT_THAT(kin_warning(kin, elements_, config),
              HasSubstr("1 of 1 test rows (100.0 %) and 0 of 1 validation rows (0.0 %) have at "
                        "least half of their bases in common with a training row, for instance e41 (line 43) 70 of "
                        "100 bases with e40 (line 42), offset 30;"));
  const nlohmann::json report = kin_report(kin, elements_, config);
  EXPECT_EQ(report.at("test").at("related"), 1);
  EXPECT_EQ(report.at("test").at("example").at("training_row").at("id"), "e40");
  EXPECT_EQ(report.at("val").at("example"), nullptr);
  config.kin_share = 1.0;
  EXPECT_EQ(kin_warning(kin, elements_, config), "");
}

}  // namespace
}  // namespace cre
