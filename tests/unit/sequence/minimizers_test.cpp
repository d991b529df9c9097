// Minimizers: every word has one, and equal words have the same, whatever stands around them and on either strand.
#include "sequence/minimizers.h"

#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "sequence/base_codes.h"
#include "sequence/reverse_complement.h"

namespace cre {
namespace {

using Codes = std::vector<std::uint8_t>;
/// Where in a word its short words of least hash stand (of the strand as given), and their key.
using Places = std::pair<std::uint64_t, std::set<std::size_t>>;

/// Of each word, by its first base: all minimizers that stand in it and have the key of its own.
std::map<std::size_t, Places> places_of_words(const Codes& codes, const MinimizerPlan& plan, bool both_strands) {
  std::map<std::size_t, Places> out;
  std::vector<Minimizer> all;
  visit_minimizers(codes, plan, both_strands, [&](const Minimizer& one) { all.push_back(one); });
  for (const Minimizer& one : all) {
    for (std::size_t word = one.word; word < one.word + one.count; ++word) {
      EXPECT_TRUE(out.emplace(word, Places{one.key, {}}).second) << "a word has one minimizer";
    }
  }
  for (auto& [word, places] : out) {
    for (const Minimizer& one : all) {
      if (one.key == places.first && one.start >= word && one.start + plan.s <= word + plan.k) {
        places.second.insert(one.start - word);
      }
    }
  }
  return out;
}

class MinimizersTest : public testing::TestWithParam<std::size_t> {};

TEST_P(MinimizersTest, EqualWordsHaveThemAtEqualPlaces) {
  const MinimizerPlan plan(GetParam());
  std::mt19937 random{8};
  for (int round = 0; round < 200; ++round) {
    Codes codes;
    const std::size_t period = 1 + random() % 20;  // repeats tie
    for (std::size_t i = 0; i < 90; ++i) {
      codes.push_back(round % 2 == 1 && i >= period && random() % 30 != 0 ? codes[i - period]
                                                                          : static_cast<std::uint8_t>(random() % 4));
    }
    if (round % 5 == 0) {
      codes[random() % codes.size()] = kBaseN;
    }
    std::size_t known_words = 0;
    visit_kmers(codes, plan.k, [&](std::size_t, Kmer) { ++known_words; });
    const auto forward = places_of_words(codes, plan, true);
    EXPECT_EQ(forward.size(), known_words);
    const auto turned = places_of_words(reverse_complement(codes), plan, true);
    const auto one_strand = places_of_words(codes, plan, false);
    for (const auto& [word, places] : forward) {
      const Codes alone(codes.begin() + static_cast<std::ptrdiff_t>(word),
                        codes.begin() + static_cast<std::ptrdiff_t>(word + plan.k));
      EXPECT_EQ(places, places_of_words(alone, plan, true).at(0));
      EXPECT_EQ(one_strand.at(word), places_of_words(alone, plan, false).at(0));
      Places mirrored{places.first, {}};
      for (const std::size_t place : places.second) {
        mirrored.second.insert(plan.k - plan.s - place);
      }
      EXPECT_EQ(mirrored, turned.at(codes.size() - plan.k - word));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Words, MinimizersTest, testing::Values(31, 25, 19, 17, 11, 1));

}  // namespace
}  // namespace cre
