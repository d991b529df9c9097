#include "core/cpu_quota.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

#include "core/text.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

// The first line; empty when there is no such file.
std::string line_of(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

// "max 100000" and -1 mean no quota.
std::optional<unsigned> processors(const std::string& quota, const std::string& period) {
  const std::optional<double> used = parse_number(quota), of = parse_number(period);
  if (!used || !of || *used <= 0.0 || *of <= 0.0) {
    return std::nullopt;
  }
  return static_cast<unsigned>(std::max(1.0, std::ceil(*used / *of)));
}

std::optional<unsigned> quota_of(const fs::path& group, bool version_2) {
  if (!version_2) {
    return processors(line_of(group / "cpu.cfs_quota_us"), line_of(group / "cpu.cfs_period_us"));
  }
  const std::vector<std::string> words = split_text(line_of(group / "cpu.max"), ' ');
  return words.size() == 2 ? processors(words[0], words[1]) : std::nullopt;
}

}  // namespace

std::optional<unsigned> cpu_quota(const fs::path& root) {
  std::optional<unsigned> smallest;
  std::ifstream groups(root / "proc/self/cgroup");
  // "0::/a/b" in version 2, "4:cpu,cpuacct:/a/b" in version 1. In a container the files of its own group are at the
  // top.
  for (std::string line; std::getline(groups, line);) {
    const std::vector<std::string> parts = split_text(line, ':');
    if (parts.size() < 3) {
      continue;
    }
    const bool version_2 = parts[1].empty();
    const std::vector<std::string> controllers = split_text(parts[1], ',');
    if (!version_2 && std::find(controllers.begin(), controllers.end(), "cpu") == controllers.end()) {
      continue;
    }
    const fs::path top = root / "sys/fs/cgroup" / parts[1];
    for (fs::path group = fs::path(parts[2]).relative_path();; group = group.parent_path()) {
      if (const auto quota = quota_of(top / group, version_2); quota && (!smallest || *quota < *smallest)) {
        smallest = quota;
      }
      if (group.empty()) {
        break;
      }
    }
  }
  return smallest;
}

}  // namespace cre
