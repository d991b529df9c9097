#include "core/first_equal.h"

#include <map>
#include <string>

#include <gmock/gmock.h>

#include "core/random.h"

namespace cre {
namespace {

TEST(FirstEqual, IsThatOfAMap) {
  RandomStream random(RandomPurpose::simulation, 9);
  for (const std::size_t count : {0U, 1U, 2U, 100U, 5000U, 100'000U}) {
    std::vector<std::string> things;
    for (std::size_t i = 0; i < count; ++i) {
      things.push_back(std::to_string(random.below(count)) + std::string(random.below(3) * 40, 'A'));
    }
    std::map<std::string, std::uint32_t> seen;
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 0; i < count; ++i) {
      expected.push_back(seen.emplace(things[i], static_cast<std::uint32_t>(i)).first->second);
    }
    const auto equal = [&](std::size_t a, std::size_t b) { return things[a] == things[b]; };
    const auto hash = [&](std::size_t i) { return quick_hash(things[i]); };
    EXPECT_EQ(first_equal(count, hash, equal), expected);
    EXPECT_EQ(first_equal(count, hash, equal, 3), expected);
    // Hashes that agree for all make it slow, never wrong.
    if (count <= 100) {
      EXPECT_EQ(first_equal(count, [](std::size_t) { return std::uint64_t{7}; }, equal), expected);
    }
  }
}

TEST(QuickHash, TellsTextsApart) {
  std::map<std::uint64_t, std::string> seen;
  for (std::size_t bytes = 0; bytes <= 100; ++bytes) {
    std::string text(bytes, 'A');
    EXPECT_TRUE(seen.emplace(quick_hash(text), text).second) << text;
    for (std::size_t place = 0; place < bytes; ++place) {
      text[place] = 'C';
      EXPECT_TRUE(seen.emplace(quick_hash(text), text).second) << text;
      text[place] = 'A';
    }
  }
}

}  // namespace
}  // namespace cre
