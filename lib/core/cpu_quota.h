#pragma once
// How many processors a control group (container, batch job) lets this process keep busy.

#include <filesystem>
#include <optional>

namespace cre {

/// The smallest quota of the process's control group (version 1 or 2) and those above it, rounded up to whole
/// processors; nothing when there is none. `root` holds proc/self/cgroup and sys/fs/cgroup.
std::optional<unsigned> cpu_quota(const std::filesystem::path& root = "/");

}  // namespace cre
