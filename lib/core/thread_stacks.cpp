#include "core/thread_stacks.h"

#include <execinfo.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>

#include "core/text.h"

namespace cre {
namespace {

// Shared with the handler, which runs in the interrupted thread.
std::array<void*, 64> frames;
int frame_count = 0;
sem_t answered;

void list_frames(int) {
  frame_count = backtrace(frames.data(), static_cast<int>(frames.size()));
  sem_post(&answered);
}

bool wait_a_second() {
  timespec until{};
  clock_gettime(CLOCK_MONOTONIC, &until);
  ++until.tv_sec;
  return sem_clockwait(&answered, CLOCK_MONOTONIC, &until) == 0;
}

}  // namespace

std::vector<pid_t> thread_ids() {
  std::vector<pid_t> ids;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
    if (const auto id = parse_integer(entry.path().filename().string())) {
      ids.push_back(static_cast<pid_t>(*id));
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string thread_stack(pid_t thread) {
  constexpr int kSignalOffset = 5;  // of the real-time signals: one that nobody else uses
  const int signal = SIGRTMIN + kSignalOffset;
  sem_init(&answered, 0, 0);
  // Loads what backtrace() needs here and not in the handler.
  frame_count = backtrace(frames.data(), 1);
  struct sigaction action{}, previous{};
  action.sa_handler = list_frames;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, &previous);
  const bool answers = syscall(SYS_tgkill, getpid(), thread, signal) == 0 && wait_a_second();
  // A late answer must find a handler; it then does no harm.
  if (!answers) {
    return "    (does not answer)\n";
  }
  sigaction(signal, &previous, nullptr);
  std::string out;
  const std::unique_ptr<char*, decltype(&std::free)> names(backtrace_symbols(frames.data(), frame_count), &std::free);
  constexpr int kOwn = 2;  // the handler, and where the system calls it
  for (int i = kOwn; names && i < frame_count; ++i) {
    out += concat("    ", names.get()[i], "\n");
  }
  return out;
}

}  // namespace cre
