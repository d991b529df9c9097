// Times the grouping of cre-split, for bench/run_split.py:
//     bench-grouping CODES LENGTH THREADS GROUPS SETTINGS
// CODES holds one byte a base (0-4), rows of LENGTH bases one after the other; SETTINGS is the section `split` of a
// config, as JSON. Prints seconds of the grouping alone, those of its threads together, and the peak of memory (MB);
// the group of each row goes to GROUPS, 64 bits each.

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/config.h"
#include "core/error.h"
#include "core/files.h"
#include "core/stopwatch.h"
#include "split/grouping/groups.h"

namespace {

cre::Elements read_elements(const std::filesystem::path& file, std::size_t length) {
  cre::Elements elements;
  elements.length = static_cast<std::int64_t>(length);
  elements.codes.resize(std::filesystem::file_size(file));
  std::ifstream(file, std::ios::binary)
      .read(reinterpret_cast<char*>(elements.codes.data()), static_cast<std::streamsize>(elements.codes.size()));
  elements.id.resize(elements.codes.size() / length);
  return elements;
}

/// MB of this program alone: what getrusage says may be the memory of the one that started it.
std::int64_t peak_memory() {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::int64_t kilobytes = 0;
  while (status >> word && word != "VmHWM:") {
  }
  status >> kilobytes;
  return kilobytes * 1024 / 1'000'000;
}

void time_grouping(const std::vector<std::string>& words) {
  const cre::Elements elements = read_elements(words[0], std::stoul(words[1]));
  cre::SplitToolConfig config;
  cre::ConfigView(config).read({{"split", nlohmann::json::parse(words[4])}}, "SETTINGS");

  const std::clock_t processors = std::clock();
  const cre::Instant start = cre::now();
  const std::vector<std::int64_t> groups =
      cre::group_rows(elements, config.split, static_cast<unsigned>(std::stoul(words[2])));
  const double seconds = cre::seconds_since(start);
  const double of_processors = static_cast<double>(std::clock() - processors) / CLOCKS_PER_SEC;
  std::printf("%.3f %.3f %s\n", seconds, of_processors, std::to_string(peak_memory()).c_str());
  cre::write_text_file(words[3], {reinterpret_cast<const char*>(groups.data()), groups.size() * sizeof(groups[0])});
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() != 5) {
    std::fputs("usage: bench-grouping CODES LENGTH THREADS GROUPS SETTINGS\n", stderr);
    return EXIT_FAILURE;
  }
  try {
    time_grouping(words);
  } catch (const cre::Error& error) {
    std::fprintf(stderr, "bench-grouping: error: %s\n", error.what());
    return error.exit_code();
  }
}
