#include "core/process_report.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iterator>
#include <string_view>
#include <thread>
#include <vector>

#include "core/text.h"
#include "core/thread_stacks.h"

namespace cre {
namespace {

std::string content(const std::string& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string line(const std::string& file) {
  const std::string text(strip(content(file)));
  return text.empty() ? "?" : text;
}

std::string status_lines() {
  constexpr std::array<std::string_view, 12> kNames = {
      "State:",  "VmHWM:",  "VmRSS:",  "VmSwap:", "Threads:",           "SigPnd:",
      "ShdPnd:", "SigBlk:", "SigIgn:", "SigCgt:", "Cpus_allowed_list:", "voluntary_ctxt_switches:"};
  std::string out;
  for (const std::string& text : split_text(content("/proc/self/status"), '\n')) {
    if (std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) { return text.starts_with(name); })) {
      out += concat("  ", text, "\n");
    }
  }
  return out;
}

std::string environment_lines() {
  constexpr std::array<std::string_view, 8> kPrefixes = {"OMP_", "GOMP_",  "KMP_",      "MKL_",
                                                         "DNNL", "ONEDNN", "SLURM_CPU", "CUDA_VISIBLE"};
  std::string out;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    if (std::any_of(kPrefixes.begin(), kPrefixes.end(),
                    [&](std::string_view name) { return text.starts_with(name); })) {
      out += concat("  ", text, "\n");
    }
  }
  return out.empty() ? "  (nothing)\n" : out;
}

// Of /proc/<pid>/stat, after the name in brackets: state 0, user time 11, system time 12, processor 36.
std::vector<std::string> stat_fields(const std::string& task) {
  const std::string text = content(concat(task, "/stat"));
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) {
    return {};
  }
  return split_text(strip(std::string_view(text).substr(name_end + 1)), ' ');
}

double cpu_seconds(const std::vector<std::string>& fields) {
  constexpr std::size_t kUser = 11, kSystem = 12;
  if (fields.size() <= kSystem) {
    return 0.0;
  }
  return (parse_number(fields[kUser]).value_or(0.0) + parse_number(fields[kSystem]).value_or(0.0)) /
         static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::string thread_lines(pid_t id, double cpu_before) {
  constexpr std::size_t kProcessor = 36;
  const std::string task = concat("/proc/self/task/", id);
  const std::vector<std::string> fields = stat_fields(task);
  if (fields.size() <= kProcessor) {
    return concat("  ", id, ": has ended\n");
  }
  const double cpu = cpu_seconds(fields);
  std::string out =
      concat("  ", id, " ", line(task + "/comm"), ": state ", fields[0], ", on processor ", fields[kProcessor],
             ", computed ", fixed_text(cpu, 2), " s, of the last second ", fixed_text(cpu - cpu_before, 2),
             " s; waits in the kernel at ", line(task + "/wchan"), ", system call ", line(task + "/syscall"), "\n");
  return id == gettid() ? out + "    (this report)\n" : out + thread_stack(id);
}

}  // namespace

std::string process_report() {
  const std::vector<pid_t> ids = thread_ids();
  std::vector<double> before;
  for (const pid_t id : ids) {
    before.push_back(cpu_seconds(stat_fields(concat("/proc/self/task/", id))));
  }
  std::this_thread::sleep_for(std::chrono::seconds(1));
  std::string out = concat("load of the machine: ", line("/proc/loadavg"), "\nprocess ", getpid(), "\n", status_lines(),
                           "environment\n", environment_lines(), "threads\n");
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out += thread_lines(ids[i], before[i]);
  }
  return out;
}

}  // namespace cre
