#include "sequence/packed_sequences.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "core/text.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

std::string long_sequence(std::size_t letters, std::string_view alphabet) {
  std::string out;
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < letters; ++i) {
    state = state * 1664525U + 1013904223U;
    out += alphabet[(state >> 16U) % alphabet.size()];
  }
  return out;
}

/// Of every kind, and of every length up to some words.
std::vector<std::string> odd_sequences() {
  std::vector<std::string> all = {"",
                                  "A",
                                  "acgt",
                                  "AcGtNn",
                                  "N",
                                  "RYSWKMBDHV",
                                  "ACGU",
                                  "-",
                                  "AC GT",
                                  "A\xC3\xA9",
                                  "ACGTACGTACGTACGX",
                                  "acgtryn",
                                  "0123",
                                  "\x01\x03\x14\x07",
                                  "!#4'",
                                  "\xC1\xC3\xD4\xC7"};
  for (std::size_t length = 1; length < 70; ++length) {
    all.push_back(long_sequence(length, "ACGT"));
    all.push_back(long_sequence(length, "ACGTacgtN"));
    all.push_back(long_sequence(length, "acgt") + "n");
  }
  all.push_back(long_sequence(1'000'003, "ACGT"));
  all.push_back(long_sequence(1'000'001, "ACGTN"));
  return all;
}

PackedSequences packed_sequences(const std::vector<std::string>& all) {
  PackedSequences out;
  for (const std::string& letters : all) {
    out.add(letters);
  }
  return out;
}

void expect_same(const PackedSequences& found, std::size_t row, const std::string& letters) {
  const std::string upper = upper_case(letters);
  EXPECT_EQ(found.letters(row), upper);
  EXPECT_EQ(found.length(row), letters.size());
  EXPECT_EQ(found.is_packed(row), upper.find_first_not_of("ACGT") == std::string::npos) << upper.substr(0, 80);
  const LetterCounts counts = found.counts(row), expected = count_letters(upper);
  EXPECT_EQ(counts.known, expected.known);
  EXPECT_EQ(counts.gc, expected.gc);
  EXPECT_EQ(counts.n, expected.n);
  EXPECT_EQ(counts.ambiguous, expected.ambiguous);
  std::vector<std::uint8_t> codes(letters.size());
  found.codes(row, codes);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    ASSERT_EQ(codes[i], std::min(base_code(upper[i]), kBaseN));
  }
}

TEST(PackedSequences, GiveBackWhatTheyTook) {
  const std::vector<std::string> all = odd_sequences();
  const PackedSequences found = packed_sequences(all);
  ASSERT_EQ(found.size(), all.size());
  for (std::size_t row = 0; row < all.size(); ++row) {
    expect_same(found, row, all[row]);
  }
}

TEST(PackedSequences, PartsOfRows) {
  const PackedSequences found = packed_sequences({"ACGTACGTACGTACGTACGTGG", "NACGT"});
  EXPECT_EQ(found.letters(0, 14, 8), "GTACGTGG");
  EXPECT_EQ(found.letters(1, 1, 2), "AC");
  EXPECT_EQ(found.letters(1, 5, 0), "");
  EXPECT_EQ(found.letter(0, 20), 'G');
  EXPECT_EQ(found.letter(1, 0), 'N');
}

TEST(PackedSequences, AppendedRowsFollow) {
  const std::vector<std::string> all = odd_sequences();
  PackedSequences found;
  for (std::size_t begin = 0; begin < all.size(); begin += 13) {
    PackedSequences part;
    for (std::size_t row = begin; row < std::min(all.size(), begin + 13); ++row) {
      part.add(all[row]);
    }
    found.append(std::move(part));
  }
  found.append({});
  ASSERT_EQ(found.size(), all.size());
  for (std::size_t row = 0; row < all.size(); ++row) {
    expect_same(found, row, all[row]);
  }
}

TEST(PackedSequences, KeptRowsAreWhatTheyWere) {
  const std::vector<std::string> all = odd_sequences();
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < all.size(); ++row) {
    if (row % 3 != 1) {
      rows.push_back(row);
    }
  }
  PackedSequences found = packed_sequences(all);
  found.keep(rows);
  ASSERT_EQ(found.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    expect_same(found, i, all[rows[i]]);
  }
}

TEST(PackedSequences, KeptRowsMayBecomeLongerAndShorter) {
  std::vector<std::string> all = odd_sequences(), changed;
  std::vector<std::size_t> rows;
  for (std::size_t row = 2; row < all.size(); ++row) {
    rows.push_back(row);
    // As it was; more letters; fewer; other bytes for as many.
    const std::string longer = upper_case(all[row]) + long_sequence(row, "ACGT");
    changed.push_back(row % 4 == 0   ? all[row]
                      : row % 4 == 1 ? longer
                      : row % 4 == 2 ? all[row].substr(all[row].size() / 2)
                                     : std::string(all[row].size(), 'N'));
  }
  PackedSequences found = packed_sequences(all);
  found.keep(rows, [&](std::size_t row) { return row % 4 == 0 ? std::nullopt : std::optional(changed[row - 2]); });
  found.add("ACGT");
  ASSERT_EQ(found.size(), rows.size() + 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    expect_same(found, i, changed[i]);
  }
  expect_same(found, rows.size(), "ACGT");
}

TEST(PackedSequences, EqualRows) {
  const std::vector<std::string> all = {"ACGT", "acgt", "ACGTA", "ACG", "ACGN", "acgn", "", "", "AAAA", "AAAAA"};
  const PackedSequences found = packed_sequences(all);
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = 0; b < all.size(); ++b) {
      const bool same = upper_case(all[a]) == upper_case(all[b]);
      EXPECT_EQ(found.are_equal(a, b), same) << all[a] << " " << all[b];
      EXPECT_EQ(found.hash(a) == found.hash(b), same) << all[a] << " " << all[b];
    }
  }
}

}  // namespace
}  // namespace cre
