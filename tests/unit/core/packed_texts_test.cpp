#include "core/packed_texts.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace cre {
namespace {

/// Of many lengths, nothing among them; more than some blocks.
std::vector<std::string> texts() {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < 300; ++i) {
    all.push_back(std::string(i * i % 71, static_cast<char>('a' + i % 26)));
  }
  all[77] = std::string(100'000, 'x');
  all[78] = std::string("\0\xC3\xA9", 3);
  return all;
}

TEST(PackedTexts, GiveBackWhatTheyTook) {
  PackedTexts found;
  EXPECT_TRUE(found.empty());
  for (const std::string& text : texts()) {
    found.push_back(text);
  }
  ASSERT_EQ(found.size(), 300U);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i], texts()[i]);
  }
}

TEST(PackedTexts, AppendedOnesFollow) {
  PackedTexts found, part;
  for (std::size_t i = 0; i < 300; ++i) {
    part.push_back(texts()[i]);
    if (i % 37 == 5 || i == 299) {
      found.append(part);
      part = {};
    }
  }
  ASSERT_EQ(found.size(), 300U);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i], texts()[i]);
  }
}

TEST(PackedTexts, KeepRows) {
  for (const std::size_t step : {1U, 2U, 3U, 65U, 299U}) {
    PackedTexts found;
    for (const std::string& text : texts()) {
      found.push_back(text);
    }
    std::vector<std::size_t> rows;
    for (std::size_t row = step / 2; row < 300; row += step) {
      rows.push_back(row);
    }
    found.keep(rows);
    found.push_back("after");
    ASSERT_EQ(found.size(), rows.size() + 1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(found[i], texts()[rows[i]]);
    }
    EXPECT_EQ(found[rows.size()], "after");
  }
}

}  // namespace
}  // namespace cre
