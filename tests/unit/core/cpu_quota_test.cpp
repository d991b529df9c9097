#include "core/cpu_quota.h"

#include <gtest/gtest.h>

#include "core/files.h"
#include "core/parallel.h"
#include "temporary_folder.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  write_text_file(file, content);
}

TEST(CpuQuota, IsTheSmallestOfTheGroupAndThoseAboveIt) {
  const TemporaryFolder root;
  write(root / "proc/self/cgroup", "0::/jobs/one\n");
  write(root / "sys/fs/cgroup/cpu.max", "max 100000\n");
  EXPECT_EQ(cpu_quota(root.path()), std::nullopt);
  write(root / "sys/fs/cgroup/jobs/cpu.max", "250000 100000\n");
  write(root / "sys/fs/cgroup/jobs/one/cpu.max", "800000 100000\n");
  EXPECT_EQ(cpu_quota(root.path()), 3U) << "two and a half processors keep three threads busy";
}

TEST(CpuQuota, OfAContainerIsAtTheTop) {
  const TemporaryFolder root;
  write(root / "proc/self/cgroup", "0::/\n");
  write(root / "sys/fs/cgroup/cpu.max", "50000 100000\n");
  EXPECT_EQ(cpu_quota(root.path()), 1U);
}

TEST(CpuQuota, KnowsVersion1) {
  const TemporaryFolder root;
  write(root / "proc/self/cgroup", "5:memory:/a\n4:cpu,cpuacct:/a\n");
  const fs::path group = root / "sys/fs/cgroup/cpu,cpuacct/a";
  write(group / "cpu.cfs_period_us", "100000\n");
  write(group / "cpu.cfs_quota_us", "-1\n");
  EXPECT_EQ(cpu_quota(root.path()), std::nullopt);
  write(group / "cpu.cfs_quota_us", "400000\n");
  EXPECT_EQ(cpu_quota(root.path()), 4U);
}

TEST(CpuQuota, WithoutControlGroupsThereIsNone) {
  const TemporaryFolder root;
  EXPECT_EQ(cpu_quota(root.path()), std::nullopt);
  EXPECT_GE(available_threads(), 1U);
}

}  // namespace
}  // namespace cre
