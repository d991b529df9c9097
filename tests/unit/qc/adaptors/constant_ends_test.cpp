#include "qc/adaptors/constant_ends.h"

#include <gtest/gtest.h>

#include "core/random.h"
#include "qc/adaptors/adaptors.h"
#include "qc/small_table.h"

namespace cre {
namespace {

std::string random_bases(std::size_t count, RandomStream& stream) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += "ACGT"[stream.below(4)];
  }
  return out;
}

/// `count` random inserts of 60 bases, each with what `dress` makes of it.
template <class Dress>
MeasuredTable table_of(std::size_t count, Dress dress) {
  RandomStream stream(RandomPurpose::simulation, 7);
  std::vector<SmallRow> rows;
  for (std::size_t row = 0; row < count; ++row) {
    rows.push_back({.sequence = dress(row, random_bases(60, stream))});
  }
  return small_table(rows);
}

ConstantEnds ends_of(const MeasuredTable& table) {
  return find_constant_ends(table);
}

TEST(ConstantEnds, WhatAllRowsShareIsFoundWhateverItsLength) {
  const auto ends = ends_of(table_of(100, [](auto, auto insert) { return "AC" + insert + "GATTACAT"; }));
  EXPECT_EQ(ends.upstream.bases, "AC");
  EXPECT_EQ(ends.downstream.bases, "GATTACAT");
  EXPECT_EQ(ends.downstream.share, 1.0);
}

TEST(ConstantEnds, RandomInsertsHaveNone) {
  const auto ends = ends_of(table_of(100, [](auto, auto insert) { return insert; }));
  EXPECT_EQ(ends.upstream.bases, "");
  EXPECT_EQ(ends.downstream.bases, "");
}

TEST(ConstantEnds, AFewRowsMayLackThem) {
  const auto ends = ends_of(table_of(100, [](auto row, auto insert) { return row < 3 ? insert : "ACTGGCC" + insert; }));
  EXPECT_EQ(ends.upstream.bases, "ACTGGCC");
  EXPECT_NEAR(ends.upstream.share, 0.97, 1e-12);
}

TEST(ConstantEnds, ARowWithoutThemAndAFavouredBaseBehindThem) {
  // 90 % of the inserts begin with G, and one row has no adaptor.
  const auto table = table_of(240, [](std::size_t row, std::string insert) {
    insert[0] = row % 10 == 0 ? 'T' : 'G';
    return row == 17 ? "C" + insert.substr(1) : "ACTGGCCGCTTGACG" + insert;
  });
  EXPECT_EQ(ends_of(table).upstream.bases, "ACTGGCCGCTTGACG");
}

TEST(ConstantEnds, DoNotGrowIntoInsertsThatBeginAlike) {
  const auto table = table_of(240, [](std::size_t row, std::string insert) {
    insert[0] = row % 25 == 0 ? 'T' : 'G';  // 96 %
    return "ACTGGCCGCTTGACG" + insert;
  });
  EXPECT_EQ(ends_of(table).upstream.bases, "ACTGGCCGCTTGACG");
  EXPECT_EQ(ends_of(table).upstream.share, 1.0);
}

TEST(ConstantEnds, RowsWithoutASequenceDoNotCount) {
  const auto table = table_of(100, [](std::size_t row, const std::string& insert) {
    return row % 10 == 0 ? std::string() : "ACTGGCC" + insert;
  });
  EXPECT_EQ(ends_of(table).upstream.bases, "ACTGGCC");
}

TEST(ConstantEnds, MutantsOfOneSequenceAreNoAdaptors) {
  // One substitution a row, anywhere in 60 bases: 95 % of the rows share the first three bases.
  RandomStream stream(RandomPurpose::simulation, 8);
  const std::string parent = random_bases(60, stream);
  const auto table = table_of(600, [&](std::size_t row, const std::string&) {
    std::string mutant = parent;
    mutant[row % 60] = mutant[row % 60] == 'A' ? 'C' : 'A';
    return mutant;
  });
  EXPECT_EQ(ends_of(table).upstream.bases, "");
  EXPECT_FALSE(find_barcode_site(table).has_value());
}

TEST(ConstantEnds, InsertsOfAnyLengthLieBetweenThem) {
  auto table = table_of(50, [](std::size_t row, const std::string& insert) {
    return "GGCCAATT" + insert.substr(0, 20 + row % 30) + "TTGGAACC";
  });
  table.cut_ends(adaptor_ends(table, small_config()));
  EXPECT_EQ(table.sequence(7).size(), 27U);
  EXPECT_EQ(table.whole_sequence(7).size(), 43U);
}

TEST(ConstantEnds, AnEndThatLeavesNoInsertIsNone) {
  const auto ends = ends_of(table_of(30, [](auto, auto) { return std::string("ACGTACGT"); }));
  EXPECT_TRUE(ends.upstream.bases.empty() && ends.downstream.bases.empty());
}

TEST(BarcodeSite, AConstantSiteBesideABarcodeIsFound) {
  RandomStream stream(RandomPurpose::simulation, 9);
  auto table =
      table_of(100, [&](auto, auto insert) { return insert + "TCTAGAGG" + random_bases(10, stream) + "AGATC"; });
  table.cut_ends(adaptor_ends(table, small_config()));
  EXPECT_EQ(table.ends.downstream, "AGATC");
  const auto site = find_barcode_site(table);
  ASSERT_TRUE(site.has_value());
  EXPECT_EQ(site->begin, 60U);
  EXPECT_EQ(site->bases, "TCTAGAGG");
  EXPECT_EQ(site->barcode, 10U);
  const Findings findings = adaptor_findings(table, small_config());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].text.find("downstream: \"TCTAGAGGNNNNNNNNNNAGATC\""), std::string::npos) << findings[0].text;
}

TEST(Adaptors, NamedEndsMayHaveABarcodeInThem) {
  QcConfig config = small_config();
  config.adaptor_mode = AdaptorMode::given;
  config.adaptors = {"gg", "TCTAGANNNN"};
  auto table = small_table(
      {{.sequence = "GGAACCTCTAGAACGT"}, {.sequence = "GGAACCTCTAGATTTT"}, {.sequence = "CCAACCTCTAGATTTT"}});
  table.cut_ends(adaptor_ends(table, config));
  EXPECT_EQ(table.sequence(0), "AACC");
  EXPECT_EQ(table.sequence(0), table.sequence(1));
  EXPECT_FALSE(table.has_insert(2));
  EXPECT_EQ(rows_without_ends(table), 1);
}

TEST(Adaptors, EndsOfAPartOfTheRowsAreQuestioned) {
  const auto table = table_of(100, [](auto row, auto insert) { return row < 30 ? insert : "ACTGGCCGCT" + insert; });
  const Findings findings = adaptor_findings(table, small_config());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "partial_adaptor");
  EXPECT_NE(findings[0].text.find("70.0 % of the sequences begin with ACTGGCCGCT"), std::string::npos);
}

TEST(Adaptors, RowsWrittenAsTheOtherStrandAreTold) {
  const auto table = table_of(100, [](std::size_t row, const std::string& insert) {
    return row % 2 == 0 ? "ACTGGCCGCT" + insert + "CACTGCGGAT" : "ATCCGCAGTG" + insert + "AGCGGCCAGT";
  });
  const Findings findings = adaptor_findings(table, small_config());
  ASSERT_FALSE(findings.empty());
  for (const Finding& finding : findings) {
    EXPECT_NE(finding.text.find("with its reverse complement (50.0 %): these are written as the other strand"),
              std::string::npos)
        << finding.text;
  }
}

TEST(Adaptors, TwoLibrariesWhoseAdaptorsShareAFewBases) {
  auto table = table_of(200, [](std::size_t row, const std::string& insert) {
    return (row % 4 == 0 ? "ACGATTACAGGA" : "ACTGGCCGCTTG") + insert;
  });
  table.cut_ends(adaptor_ends(table, small_config()));
  EXPECT_EQ(table.ends.upstream, "AC");
  const Findings findings = adaptor_findings(table, small_config());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].text.find("75.0 % of the sequences begin with ACTGGCCGCTTG"), std::string::npos)
      << findings[0].text;
}

}  // namespace
}  // namespace cre
