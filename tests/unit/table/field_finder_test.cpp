#include "table/field_finder.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "core/random.h"
#include "table/delimited_line.h"

namespace cre {
namespace {

// Fields of 0 to `longest` bytes of text that has blanks, CR and bytes beyond ASCII in it, but no quotes.
std::string random_line(std::size_t fields, std::size_t longest, char delimiter, RandomStream& random) {
  constexpr std::string_view kText = "ACGT0123456789.- \r\x80\xFF";
  std::string line;
  for (std::size_t i = 0; i < fields; ++i) {
    line += i > 0 ? std::string(1, delimiter) : "";
    for (std::uint64_t left = random.below(longest + 1); left > 0; --left) {
      line += kText[random.below(kText.size())];
    }
  }
  return line;
}

TEST(FieldFinder, FindsWhatSplittingFinds) {
  RandomStream random(RandomPurpose::simulation, 17);
  for (const FieldKernel& kernel : field_kernels()) {
    for (int round = 0; round < 3000; ++round) {
      const char delimiter = ",\t; |"[random.below(5)];
      const std::size_t count = 1 + random.below(random.below(2) == 0 ? 12 : 300);
      const std::string line = random_line(count, 1 + random.below(100), delimiter, random);
      // On the heap and exactly as long: reading beyond it is an error that sanitizers see.
      const auto bytes = std::make_unique<char[]>(line.size());
      line.copy(bytes.get(), line.size());
      std::vector<std::string_view> expected;
      std::string unquoted;
      ASSERT_EQ(split_delimited(line, delimiter, expected, unquoted), nullptr);
      std::vector<std::size_t> columns;
      for (std::uint64_t left = 1 + random.below(6); left > 0; --left) {
        columns.push_back(random.below(expected.size()));
      }
      FieldFinder finder(delimiter, columns, kernel);
      ASSERT_TRUE(finder.scan({bytes.get(), line.size()}));
      ASSERT_EQ(finder.count(), expected.size()) << kernel.name << ": " << line;
      std::vector<std::string_view> fields(expected.size());
      finder.take(fields);
      for (const std::size_t column : columns) {
        EXPECT_EQ(fields[column], expected[column]) << kernel.name << ", column " << column << ": " << line;
      }
    }
  }
}

TEST(FieldFinder, AtTheEndsOfWindows) {
  for (const FieldKernel& kernel : field_kernels()) {
    for (std::size_t bytes = 0; bytes <= 200; ++bytes) {
      const std::string line = std::string(bytes, 'x') + "\t" + std::string(200 - bytes, 'y') + "\t";
      FieldFinder finder('\t', {2, 0, 1}, kernel);
      ASSERT_TRUE(finder.scan(line));
      ASSERT_EQ(finder.count(), 3U);
      std::vector<std::string_view> fields(3, "?");
      finder.take(fields);
      EXPECT_EQ(fields[0], std::string(bytes, 'x')) << kernel.name;
      EXPECT_EQ(fields[1], std::string(200 - bytes, 'y')) << kernel.name;
      EXPECT_EQ(fields[2], "") << kernel.name;
    }
  }
}

TEST(FieldFinder, LeavesQuotesToOthers) {
  for (const FieldKernel& kernel : field_kernels()) {
    FieldFinder finder(',', {0}, kernel);
    for (std::size_t place = 0; place < 130; ++place) {
      std::string line(130, 'x');
      line[place] = '"';
      EXPECT_FALSE(finder.scan(line)) << kernel.name << ", " << place;
    }
  }
}

TEST(FieldFinder, AnEmptyLineIsAnEmptyField) {
  for (const FieldKernel& kernel : field_kernels()) {
    FieldFinder finder(',', {0}, kernel);
    ASSERT_TRUE(finder.scan(""));
    EXPECT_EQ(finder.count(), 1U);
    std::vector<std::string_view> fields(1, "?");
    finder.take(fields);
    EXPECT_EQ(fields[0], "");
  }
}

}  // namespace
}  // namespace cre
