#include "storage/row_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cre {
namespace {

using testing::ElementsAre;
using Ids = std::vector<std::string>;

/// A digest a letter.
std::vector<Sha256Digest> digests(const std::string& letters) {
  std::vector<Sha256Digest> out;
  for (const char letter : letters) {
    out.push_back({static_cast<std::uint8_t>(letter)});
  }
  return out;
}

/// "1s" for row 1 by sequence, "2b" by both, "0i" by id, "-" for nothing. Rows are alike when the letters are.
std::vector<std::string> matched(const std::string& here, const Ids& ids, const std::string& there, const Ids& others,
                                 bool row_numbers = false, bool pair_unlike = true, const std::string& here_values = "",
                                 const std::string& there_values = "") {
  const std::vector<Sha256Digest> a = digests(here), b = digests(there);
  const auto alike = [&](std::size_t row, std::size_t other) {
    return here_values.empty() || here_values[row] == there_values[other];
  };
  std::vector<std::string> out;
  for (const RowMatch& match : match_rows({a, ids, row_numbers}, {b, others, false}, {alike, pair_unlike})) {
    out.push_back(match.by == MatchedBy::nothing
                      ? "-"
                      : std::to_string(match.row) + (match.by == MatchedBy::sequence_and_id ? "b"
                                                     : match.by == MatchedBy::sequence      ? "s"
                                                                                            : "i"));
  }
  return out;
}

TEST(RowMatch, BySequenceWhateverTheOrder) {
  EXPECT_THAT(matched("ABC", {"a", "b", "c"}, "CXB", {"c", "x", "renamed"}), ElementsAre("-", "2s", "0b"));
}

TEST(RowMatch, RowNumbersNameNothing) {
  EXPECT_THAT(matched("BC", {"row1", "row2"}, "ABC", {"row1", "row2", "row3"}, true), ElementsAre("1s", "2s"));
  EXPECT_THAT(matched("X", {"row1"}, "A", {"row1"}, true), ElementsAre("-"));
  EXPECT_THAT(matched("X", {"row1"}, "A", {"row1"}), ElementsAre("0i"));
}

TEST(RowMatch, AnIdIsAskedForOnlyWhenTheSequenceIsNotThere) {
  // Numbers as ids, shifted by a row that is gone.
  EXPECT_THAT(matched("BC", {"1", "2"}, "ABC", {"1", "2", "3"}), ElementsAre("1s", "2s"));
  // b is taken by its sequence, though an element here has its id.
  EXPECT_THAT(matched("XB", {"b", "y"}, "B", {"b"}), ElementsAre("-", "0s"));
}

TEST(RowMatch, CopiesAreToldApartByIdThenByValues) {
  EXPECT_THAT(matched("AA", {"p", "q"}, "AA", {"q", "p"}), ElementsAre("1b", "0b"));
  EXPECT_THAT(matched("AA", {"1", "2"}, "AA", {"3", "4"}, true, false, "xy", "yx"), ElementsAre("1s", "0s"));
  // Nothing says which copy it is: paired in row order, or left alone.
  EXPECT_THAT(matched("AA", {"1", "2"}, "AA", {"3", "4"}, true, true, "xy", "yz"), ElementsAre("1s", "0s"));
  EXPECT_THAT(matched("AA", {"1", "2"}, "AA", {"3", "4"}, true, false, "xy", "yz"), ElementsAre("-", "0s"));
  // One copy in each file can be no other.
  EXPECT_THAT(matched("A", {"1"}, "A", {"3"}, true, false, "x", "y"), ElementsAre("0s"));
}

TEST(RowMatch, OneToOne) {
  EXPECT_THAT(matched("AAA", {"1", "2", "3"}, "AA", {"4", "5"}), ElementsAre("0s", "1s", "-"));
}

TEST(RowMatch, Counts) {
  MatchCounts counts;
  for (const MatchedBy by : {MatchedBy::id, MatchedBy::nothing, MatchedBy::sequence, MatchedBy::id}) {
    counts.add(by);
  }
  EXPECT_EQ(counts.id, 2);
  EXPECT_EQ(counts.sequence, 1);
  EXPECT_EQ(counts.sequence_and_id, 0);
}

}  // namespace
}  // namespace cre
