// Options and reports of a tool's command line; what all built tools share is tested in tests/cli/test_command_line.py.

#include "core/tool.h"

#include <gmock/gmock.h>

namespace cre {
namespace {

using ::testing::HasSubstr;

struct Settings {
  std::int64_t width = 3;
};

void describe(Description& d, Settings& c) {
  d.integer("width", c.width, between(1, 9), "", "Width");
}

struct Result {
  int exit_code = 0;
  std::string out, err;
  std::int64_t count = 7;  // of --count
  bool ran = false;        // the tool itself
};

/// Calls the tool as main() does, and keeps what it prints.
void call(Tool& tool, std::vector<std::string> arguments, Result& result) {
  arguments.insert(arguments.begin(), "cre-test");
  std::vector<char*> argv;
  for (std::string& argument : arguments) {
    argv.push_back(argument.data());
  }
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  result.exit_code = tool.run_plain(static_cast<int>(argv.size()), argv.data(), [&] { result.ran = true; });
  result.out = ::testing::internal::GetCapturedStdout();
  result.err = ::testing::internal::GetCapturedStderr();
}

// A tool with a required input, --count in [0, 10], and --describe, which prints width and count.
Result run(std::vector<std::string> arguments) {
  Settings settings;
  std::filesystem::path input;
  Result result;
  Tool tool("cre-test", "A tool for tests.");
  tool.config(ConfigView(settings));
  tool.input("--input", input, "A file");
  tool.integer("--count", result.count, between(0, 10), "How many");
  tool.report("--describe", "Print the settings, and exit",
              [&] { return concat("width ", settings.width, ", count ", result.count, "\n"); });
  call(tool, std::move(arguments), result);
  return result;
}

TEST(ToolInteger, IsReadAndHasADefault) {
  EXPECT_EQ(run({"--input", "x"}).count, 7);
  const Result result = run({"--input", "x", "--count", "10"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.count, 10);
  EXPECT_TRUE(result.ran);
  EXPECT_THAT(run({"--help"}).out, ::testing::ContainsRegex("--count N=7 +How many"));
}

TEST(ToolInteger, RefusesWhatIsNoWholeNumberWithinItsLimits) {
  for (const char* text : {"11", "-1", "2.5", "two", "1e1", ""}) {
    const Result result = run({"--input", "x", "--count", text});
    EXPECT_EQ(result.exit_code, 2) << text;
    EXPECT_THAT(result.err, HasSubstr("--count")) << text;
    EXPECT_FALSE(result.ran) << text;
  }
  EXPECT_THAT(run({"--input", "x", "--count", "11"}).err, HasSubstr("'11' is not a whole number in [0, 10]"));
}

TEST(ToolReport, IsPrintedInsteadOfRunningTheTool) {
  const Result result = run({"--describe"});  // without the required input
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "width 3, count 7\n");
  EXPECT_EQ(result.err, "");
  EXPECT_FALSE(result.ran);
}

TEST(ToolReport, KnowsOptionsAndSettingsWhereverTheyStand) {
  EXPECT_EQ(run({"--describe", "--count", "2", "--set", "width=5"}).out, "width 5, count 2\n");
  EXPECT_EQ(run({"--set", "width=5", "--count", "2", "--describe"}).out, "width 5, count 2\n");
}

TEST(ToolReport, RefusesBadSettings) {
  const Result result = run({"--describe", "--set", "width=10"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("width: 10 is out of range"));
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(run({"--describe", "--count", "11"}).exit_code, 2);
}

TEST(ToolReport, RefusesUnknownOptions) {
  const Result result = run({"--describe", "--cuont", "2"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("unknown option '--cuont' (did you mean '--count'?)"));
}

TEST(ToolReport, MayTakeAFile) {
  Settings settings;
  std::filesystem::path input, file;
  bool loud = false;
  const auto run_with = [&](std::vector<std::string> arguments) {
    Tool tool("cre-test", "A tool for tests.");
    tool.config(ConfigView(settings));
    tool.input("--input", input, "A file");
    tool.flag("--loud", loud, "Loudly");
    tool.report("--describe", file, "Print what is in FILE",
                [&] { return concat(file, loud ? "!" : ".", settings.width, "\n"); });
    Result result;
    call(tool, std::move(arguments), result);
    return concat(result.exit_code, " ", result.out, result.err);
  };
  EXPECT_EQ(run_with({"--describe", "t.tsv", "--loud", "--set", "width=4"}), "0 t.tsv!4\n");
  EXPECT_THAT(run_with({"--describe"}), HasSubstr("2 cre-test: error: "));
  EXPECT_THAT(run_with({"--describe", "t.tsv", "--luod"}),
              HasSubstr("unknown option '--luod' (did you mean '--loud'?)"));
  EXPECT_THAT(run_with({"--help"}), HasSubstr("--describe FILE"));
}

}  // namespace
}  // namespace cre
