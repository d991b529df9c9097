// Known answers: the file kat_vectors of Random123 (Salmon et al. 2011), philox4x32 with 10 rounds.
#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/philox_blocks.h"

namespace cre {
namespace {

TEST(Philox, PublishedVectors) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, ManyBlocksAreTheSingleOnes) {
  // The first word of the counter wraps around within a group of eight blocks.
  PhiloxCounter counter{0xfffffffd, 0x85a308d3, 0x13198a2e, 0x03707344};
  const PhiloxKey key{0xa4093822, 0x299f31d0};
  std::vector<std::uint32_t> words(4 * 21);
  philox_blocks(counter, key, words);
  for (std::size_t block = 0; block < 21; ++block, ++counter[0]) {
    const PhiloxCounter expected = philox(counter, key);
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), words.begin() + static_cast<std::ptrdiff_t>(4 * block)))
        << block;
  }
}

TEST(RandomStream, FillGivesTheWordsOfSingleCalls) {
  RandomStream one(RandomPurpose::bootstrap, 2025, 17);
  RandomStream many(RandomPurpose::bootstrap, 2025, 17);
  for (const std::size_t count : {1U, 2U, 9U, 4U, 32U, 100U, 1000U}) {
    std::vector<std::uint32_t> words(count);
    many.fill(words);
    for (const std::uint32_t word : words) {
      EXPECT_EQ(word, one.next_u32());
    }
  }
}

TEST(RandomStream, DependsOnEveryPartOfItsName) {
  const auto first = [](RandomStream stream) { return stream.next_u64(); };
  const auto base = first(RandomStream(RandomPurpose::dropout, 7, 3, 2));
  EXPECT_EQ(base, first(RandomStream(RandomPurpose::dropout, 7, 3, 2)));
  EXPECT_NE(base, first(RandomStream(RandomPurpose::bootstrap, 7, 3, 2)));
  EXPECT_NE(base, first(RandomStream(RandomPurpose::dropout, 8, 3, 2)));
  EXPECT_NE(base, first(RandomStream(RandomPurpose::dropout, 7, 4, 2)));
  EXPECT_NE(base, first(RandomStream(RandomPurpose::dropout, 7, 3, 1)));
  EXPECT_NE(base, first(RandomStream(RandomPurpose::dropout, 7ULL << 32U, 3, 2)));
  EXPECT_NE(base, first(RandomStream(RandomPurpose::dropout, 7, 3ULL << 32U, 2)));
}

TEST(RandomStream, UniformMoments) {
  RandomStream stream(RandomPurpose::simulation, 1);
  double sum = 0.0;
  double squares = 0.0;
  constexpr int kDraws = 200'000;
  for (int i = 0; i < kDraws; ++i) {
    const double u = stream.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 0.003);
  EXPECT_NEAR(squares / kDraws, 1.0 / 3.0, 0.003);
}

TEST(RandomStream, NormalMoments) {
  RandomStream stream(RandomPurpose::simulation, 2);
  double sum = 0.0;
  double squares = 0.0;
  double fourth = 0.0;
  constexpr int kDraws = 200'000;
  for (int i = 0; i < kDraws; ++i) {
    const double z = stream.normal();
    sum += z;
    squares += z * z;
    fourth += z * z * z * z;
  }
  EXPECT_NEAR(sum / kDraws, 0.0, 0.01);
  EXPECT_NEAR(squares / kDraws, 1.0, 0.015);
  EXPECT_NEAR(fourth / kDraws, 3.0, 0.12);
}

TEST(RandomStream, BelowIsUniform) {
  RandomStream stream(RandomPurpose::simulation, 3);
  std::vector<int> counts(7, 0);
  for (int i = 0; i < 70'000; ++i) {
    ++counts.at(stream.below(7));
  }
  for (const int count : counts) {
    EXPECT_NEAR(count, 10'000, 400);
  }
  EXPECT_EQ(stream.below(1), 0U);
}

TEST(Shuffle, IsAPermutationAndRepeats) {
  RandomStream a(RandomPurpose::split, 5);
  RandomStream b(RandomPurpose::split, 5);
  const auto first = random_permutation(1000, a);
  EXPECT_EQ(first, random_permutation(1000, b));
  auto sorted = first;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::int64_t> expected(1000);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(sorted, expected);
  EXPECT_NE(first, expected);
}

}  // namespace
}  // namespace cre
