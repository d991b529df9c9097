#include "core/help_text.h"

#include <cstddef>

#include "core/text.h"

namespace cre {
namespace {

constexpr std::size_t kWidth = 100, kExplanation = 30;

std::string wrapped(std::string line) {
  const std::size_t indent = line.starts_with("  ") ? kExplanation : 0;
  std::string out;
  while (line.size() > kWidth) {
    const std::size_t blank = line.rfind(' ', kWidth);
    if (blank == std::string::npos || blank <= indent) {
      break;
    }
    out += line.substr(0, blank) + "\n";
    line = std::string(indent, ' ') + line.substr(blank + 1);
  }
  return out + line;
}

}  // namespace

std::string wrap_help(const std::string& text) {
  std::vector<std::string> lines = split_text(text, '\n');
  for (std::string& line : lines) {
    line = wrapped(std::move(line));
  }
  return join(lines, "\n");
}

}  // namespace cre
