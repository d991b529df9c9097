#include "simulate/motif_grammar.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/random.h"
#include "sequence/base_codes.h"
#include "sequence/reverse_complement.h"
#include "simulate/simulated_element.h"

namespace cre {
namespace {

std::vector<std::int64_t> places(const std::string& consensus, const std::string& letters) {
  std::vector<std::int64_t> out;
  for (const MotifMatch& match : find_matches(consensus, BasePlaces(encode_bases(letters)))) {
    out.push_back(match.begin);
  }
  return out;
}

TEST(FindMatches, BothStrandsAndAmbiguityCodes) {
  using testing::ElementsAre;
  EXPECT_THAT(places("WGATAAG", "CCAGATAAGCCTGATAAGCC"), ElementsAre(2, 11));
  EXPECT_THAT(places("WGATAAG", "CCCTTATCACC"), ElementsAre(2));            // reverse complement TGATAAG
  EXPECT_THAT(places("TGASTCA", "TGACTCATTTTGAGTCA"), ElementsAre(0, 10));  // each is the other's reverse complement
  EXPECT_THAT(places("CAGCTG", "CAGCTGCAGCTG"), ElementsAre(0, 6));         // a palindrome counts once
  EXPECT_THAT(places("AAA", "AAAA"), ElementsAre(0, 1));
  EXPECT_THAT(places("AAA", "AANA"), ElementsAre());
  EXPECT_THAT(places("AAAAA", "AAA"), ElementsAre());
}

// Base by base, as the definition says.
std::vector<std::int64_t> places_by_letters(const std::string& consensus, const std::string& letters) {
  const std::map<char, std::string> allowed = {{'A', "A"},  {'C', "C"},  {'G', "G"},  {'T', "T"},   {'W', "AT"},
                                               {'S', "CG"}, {'R', "AG"}, {'Y', "CT"}, {'N', "ACGT"}};
  const auto matches = [&](const std::string& window) {
    for (std::size_t i = 0; i < consensus.size(); ++i) {
      if (allowed.at(consensus[i]).find(window[i]) == std::string::npos) {
        return false;
      }
    }
    return true;
  };
  std::vector<std::int64_t> out;
  for (std::size_t begin = 0; begin + consensus.size() <= letters.size(); ++begin) {
    const std::string window = letters.substr(begin, consensus.size());
    std::string other(window.rbegin(), window.rend());
    for (char& letter : other) {
      const std::size_t at = std::string("ACGTN").find(letter);
      letter = "TGCAN"[at];
    }
    if (matches(window) || matches(other)) {
      out.push_back(static_cast<std::int64_t>(begin));
    }
  }
  return out;
}

TEST(FindMatches, AsLetterByLetterInSequencesOfAnyLength) {
  RandomStream random(RandomPurpose::simulation, 1);
  for (const std::size_t length : {1, 7, 63, 64, 65, 127, 128, 129, 200, 500}) {
    std::string letters;
    for (std::size_t i = 0; i < length; ++i) {
      letters += "ACGTACGTACGTN"[random.below(13)];
    }
    for (const std::string consensus : {"A", "NN", "AW", "SRY", "TGASTCA", "GTTAATNATTAA"}) {
      EXPECT_EQ(places(consensus, letters), places_by_letters(consensus, letters)) << consensus << " in " << letters;
    }
  }
}

Grammar tiny_grammar() {
  Grammar grammar;
  grammar.motifs = {{"a", "AAAAAA", {1.0, 0.0, -0.5}}, {"g", "GGGGGG", {0.5, 0.5, 0.0}}};
  grammar.pairs = {{"a", "g", 2, 4, {2.0, 0.0, 0.0}}};
  grammar.basal = {0.1, 0.2, 0.3};
  grammar.gc_slope = 2.0;
  grammar.ceiling = 3.0;
  return grammar;
}

TEST(TrueActivity, ByHand) {
  // One "a", one "g" three bases apart: sums 1 + .5 + 2 = 3.5, .5, -.5. GC 6 of 16.
  const TaskValues found = true_activity(tiny_grammar(), encode_bases("TAAAAAATATGGGGGG"));
  const double gc = 2.0 * (6.0 / 16.0 - 0.5);
  EXPECT_NEAR(found[0], 0.1 + gc + 3.0 * std::tanh(3.5 / 3.0), 1e-12);
  EXPECT_NEAR(found[1], 0.2 + gc + 3.0 * std::tanh(0.5 / 3.0), 1e-12);
  EXPECT_NEAR(found[2], 0.3 + gc - 3.0 * std::tanh(0.5 / 3.0), 1e-12);
}

TEST(TrueActivity, APairNeedsItsSpacing) {
  const auto sum_of = [](const std::string& between) {
    const TaskValues found = true_activity(tiny_grammar(), encode_bases("AAAAAA" + between + "GGGGGG"));
    const double gc = 6.0 / static_cast<double>(12 + between.size());
    return 3.0 * std::atanh((found[0] - 0.1 - 2.0 * (gc - 0.5)) / 3.0);
  };
  EXPECT_NEAR(sum_of("T"), 1.5, 1e-9);
  EXPECT_NEAR(sum_of("TA"), 3.5, 1e-9);
  EXPECT_NEAR(sum_of("TATA"), 3.5, 1e-9);
  EXPECT_NEAR(sum_of("TATAT"), 1.5, 1e-9);
}

TEST(TrueActivity, IsTheSameOnBothStrands) {
  const Grammar grammar = default_grammar();
  const SimulateConfig config;
  for (std::int64_t row = 0; row < 200; ++row) {
    const SimulatedElement element = draw_element(grammar, config, row);
    const TaskValues forward = true_activity(grammar, element.codes);
    const TaskValues reverse = true_activity(grammar, reverse_complement(element.codes));
    for (std::size_t task = 0; task < kSimulatedTasks; ++task) {
      EXPECT_DOUBLE_EQ(forward[task], reverse[task]);
    }
  }
}

TEST(DefaultGrammar, EveryPairNamesItsMotifs) {
  const Grammar grammar = default_grammar();
  for (const SimulatedPair& pair : grammar.pairs) {
    for (const std::string& name : {pair.first, pair.second}) {
      EXPECT_TRUE(std::any_of(grammar.motifs.begin(), grammar.motifs.end(),
                              [&](const SimulatedMotif& motif) { return motif.name == name; }));
    }
    EXPECT_LE(pair.smallest_gap, pair.largest_gap);
  }
}

}  // namespace
}  // namespace cre
