#include "sequence/letter_counts.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "core/random.h"

namespace cre {
namespace {

TEST(LetterCounts, AreThoseOfEachLetter) {
  RandomStream random(RandomPurpose::simulation, 3);
  for (const std::size_t length : {0, 1, 31, 32, 33, 63, 64, 65, 200, 1000, 8159, 8160, 8161, 20000}) {
    for (const std::string kinds : {"ACGT", "ACGTN", "ACGTNRYSWKMBDHV", "ACGTNRY*-u.", "G", "N"}) {
      std::string letters;
      for (std::size_t i = 0; i < length; ++i) {
        letters += kinds[random.below(kinds.size())];
      }
      const auto count = [&](const std::string& wanted) {
        return std::count_if(letters.begin(), letters.end(),
                             [&](char c) { return wanted.find(c) != std::string::npos; });
      };
      const LetterCounts counts = count_letters(letters);
      EXPECT_EQ(counts.known, count("ACGT")) << letters;
      EXPECT_EQ(counts.gc, count("CG")) << letters;
      EXPECT_EQ(counts.n, count("N")) << letters;
      EXPECT_EQ(counts.ambiguous, count("RYSWKMBDHV")) << letters;
    }
  }
}

}  // namespace
}  // namespace cre
