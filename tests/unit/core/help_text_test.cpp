#include "core/help_text.h"

#include <gtest/gtest.h>

namespace cre {
namespace {

const std::string kWords(60, 'x');

TEST(HelpText, BreaksLongLinesAtBlanks) {
  const std::string option = "  --name VALUE                " + kWords;              // 30 + 60 columns
  EXPECT_EQ(wrap_help(option + " and more\nnext\n"), option + " and more\nnext\n");  // 100 columns
  EXPECT_EQ(wrap_help(option + " and more of it\n"), option + " and more\n" + std::string(30, ' ') + "of it\n");
  EXPECT_EQ(wrap_help(kWords + " " + kWords + "\n"), kWords + "\n" + kWords + "\n");
}

TEST(HelpText, LeavesAWordWhole) {
  EXPECT_EQ(wrap_help(std::string(120, 'x')), std::string(120, 'x'));
  EXPECT_EQ(wrap_help("  --o " + std::string(120, 'x')), "  --o " + std::string(120, 'x'));
  EXPECT_EQ(wrap_help(""), "");
}

}  // namespace
}  // namespace cre
