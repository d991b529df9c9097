#include "split/reports/large_groups.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/random.h"
#include "example_elements.h"
#include "expect_error.h"
#include "sequence/reverse_complement.h"
#include "split/reports/shared_segment.h"

namespace cre {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string random_letters(std::size_t length, RandomStream& stream) {
  std::string out;
  for (std::size_t i = 0; i < length; ++i) {
    out += "ACGT"[stream.below(4)];
  }
  return out;
}

std::string turned(const std::string& letters) {
  return decode_bases(reverse_complement(encode_bases(letters)));
}

constexpr const char* kSegment = "GATTACAGCCTAGGTCATCCGA";

/// 100 rows of 60 bases; the first `rows` have the segment from base `place` (from 1) on.
Elements with_segment(std::size_t rows, std::size_t place, bool turn_every_other) {
  RandomStream stream(RandomPurpose::simulation, 1);
  std::vector<std::string> letters;
  for (std::size_t row = 0; row < 100; ++row) {
    std::string one = random_letters(60, stream);
    if (row < rows) {
      one.replace(place - 1, std::string(kSegment).size(), kSegment);
    }
    letters.push_back(turn_every_other && row % 2 == 1 ? turned(one) : one);
  }
  return example_elements(letters);
}

std::vector<std::int64_t> first_rows_in_one_group(std::size_t rows) {
  std::vector<std::int64_t> groups;
  for (std::size_t row = 0; row < 100; ++row) {
    groups.push_back(row < rows ? 0 : static_cast<std::int64_t>(row - rows) + 1);
  }
  return groups;
}

SplitConfig by(std::vector<GroupBy> kinds) {
  SplitConfig config;
  config.strategy = SplitStrategy::random;
  config.group_by = std::move(kinds);
  return config;
}

TEST(LargeGroups, AreToldByTheSegmentThatTheyShare) {
  const SplitConfig config = by({GroupBy::minhash});
  EXPECT_THAT(
      large_group_warnings(with_segment(25, 7, false), first_rows_in_one_group(25), config),
      ElementsAre("one group (0) has 25 of 100 rows (25.0 %), more than split.max_group_fraction, 20.0 %: 100.0 % of "
                  "them have GATTACAGCCTAGGTCATCCGA in common, from base 7 on"));
  EXPECT_THAT(large_group_warnings(with_segment(18, 7, false), first_rows_in_one_group(24), config),
              ElementsAre(HasSubstr("75.0 % of them have GATTACAGCCTAGGTCATCCGA in common, from base 7 on")));
  EXPECT_THAT(large_group_warnings(with_segment(25, 7, false), first_rows_in_one_group(20), config), ElementsAre());
}

TEST(LargeGroups, OnEitherStrand) {
  SplitConfig config = by({GroupBy::minhash});
  const Elements e = with_segment(25, 7, true);
  EXPECT_THAT(large_group_warnings(e, first_rows_in_one_group(25), config),
              ElementsAre(HasSubstr("have GATTACAGCCTAGGTCATCCGA in common, from base 7 on, on either strand")));
  config.both_strands = false;
  EXPECT_THAT(large_group_warnings(e, first_rows_in_one_group(25), config),
              ElementsAre(HasSubstr("52.0 % of them have GATTACAGCCTAGGTCATCCGA in common, from base 7 on")));
}

TEST(LargeGroups, PlacesThatDifferAreARange) {
  RandomStream stream(RandomPurpose::simulation, 2);
  std::vector<std::string> letters;
  for (std::size_t row = 0; row < 100; ++row) {
    std::string one = random_letters(60, stream);
    letters.push_back(one.replace(row % 30, std::string(kSegment).size(), kSegment));
  }
  EXPECT_THAT(large_group_warnings(example_elements(letters), first_rows_in_one_group(30), by({GroupBy::minhash})),
              ElementsAre(HasSubstr("have GATTACAGCCTAGGTCATCCGA in common, beginning at bases 2 to 29")));
}

TEST(LargeGroups, LongSegmentsAreAbridged) {
  RandomStream stream(RandomPurpose::simulation, 3);
  const std::string parent = random_letters(80, stream);
  std::vector<std::string> letters(100, parent);
  for (std::size_t row = 0; row < letters.size(); ++row) {
    letters[row][row % 80] = 'N';
  }
  EXPECT_THAT(large_group_warnings(example_elements(letters), first_rows_in_one_group(50), by({GroupBy::minhash})),
              ElementsAre(HasSubstr(parent.substr(0, 20) + "..." + parent.substr(60) +
                                    " (80 bases) in common, from base 1 on")));
}

TEST(LargeGroups, AreAChainWhereNothingIsShared) {
  const Elements e = with_segment(10, 7, false);
  EXPECT_THAT(large_group_warnings(e, first_rows_in_one_group(40), by({GroupBy::near_duplicate})),
              ElementsAre(HasSubstr(": no word of 15 bases is in more than 25.0 % of them: a chain of neighbours")));
}

TEST(LargeGroups, AreToldByTheirColumnOrPlaces) {
  Elements e = with_segment(0, 1, false);
  for (std::size_t row = 0; row < 100; ++row) {
    e.group_name.push_back(row < 30 ? "locus 7" : "locus " + std::to_string(row));
    e.chromosome.push_back("chr2");
    e.start.push_back(1000 + 100 * static_cast<std::int64_t>(row));
    e.end.push_back(e.start.back() + 60);
  }
  EXPECT_THAT(large_group_warnings(e, first_rows_in_one_group(40), by({GroupBy::sequence, GroupBy::column})),
              ElementsAre(HasSubstr(": 75.0 % of them have 'locus 7' in the group column (qc.columns.group)")));
  EXPECT_THAT(large_group_warnings(e, first_rows_in_one_group(40), by({GroupBy::interval})),
              ElementsAre(HasSubstr(": 100.0 % of them lie on chr2 from 1,000 to 4,960, each near the next one")));
}

TEST(LargeGroups, ThreeAreTold) {
  std::vector<std::int64_t> groups;
  for (std::int64_t row = 0; row < 100; ++row) {
    groups.push_back(row < 30 ? 1 : row / 10);
  }
  SplitConfig config = by({GroupBy::minhash});
  config.max_group_fraction = 0.05;
  EXPECT_THAT(large_group_warnings(with_segment(0, 1, false), groups, config),
              ElementsAre(HasSubstr("one group (1) has 30 "), HasSubstr("one group (3) has 10 "),
                          HasSubstr("one group (4) has 10 "), "5 more groups above split.max_group_fraction"));
}

TEST(LargeGroups, ThatFitNoSplitAreAnError) {
  const Elements e = with_segment(60, 7, false);
  SplitConfig config = by({GroupBy::minhash});
  check_fractions_possible(e, first_rows_in_one_group(60), config);
  config.fractions = {.train = 0.5, .val = 0.25, .test = 0.25};
  expect_error(ErrorKind::input,
               "one group (0) has 60 of 100 rows (60.0 %), and a group stays in one split: of split.fractions 0.5, "
               "0.25, 0.25 none, with a tolerance of 0.02, has room for it; 100.0 % of them have "
               "GATTACAGCCTAGGTCATCCGA in common, from base 7 on; choose another split.group_by",
               [&] { check_fractions_possible(e, first_rows_in_one_group(60), config); });
  config.tolerance = 0.1;
  check_fractions_possible(e, first_rows_in_one_group(60), config);
}

TEST(SharedSegmentTest, OfSequencesShorterThanAWord) {
  const Elements e = example_elements({"ACGT", "ACGA", "TTTT"});
  const std::vector<std::size_t> rows = {0, 1};
  const SharedSegment segment = shared_segment(e, rows, false);
  EXPECT_EQ(segment.word, 3U);
  EXPECT_EQ(segment.bases, "ACG");
  EXPECT_EQ(segment.first, 1U);
  EXPECT_EQ(segment.share, 1.0);
}

}  // namespace
}  // namespace cre
