#include "train/stopping/watchdog.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/log.h"
#include "core/process_report.h"
#include "core/version.h"

namespace cre {
namespace {

constexpr double kTimesTheLongest = 4.0;
constexpr unsigned kSecondsForTheDiagnosis = 30;
constexpr int kExitCode = static_cast<int>(ErrorKind::internal);

// Whatever is broken may break the diagnosis as well: a lock that is held, a file system that hangs.
void end_in_any_case() {
  struct sigaction action{};
  action.sa_handler = [](int) { _exit(kExitCode); };
  for (const int signal : {SIGALRM, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    sigaction(signal, &action, nullptr);
  }
  alarm(kSecondsForTheDiagnosis);
}

// Not through the log, whose lock the hanging thread may hold; and not into a full pipe that nobody reads.
void write_to_stderr(const std::string& text) {
  std::size_t written = 0;
  pollfd ready{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
  while (written < text.size() && poll(&ready, 1, 0) == 1 && (ready.revents & POLLOUT) != 0) {
    constexpr std::size_t kPiece = 512;  // a pipe that is ready takes so much without blocking
    const ssize_t count = write(STDERR_FILENO, text.data() + written, std::min(kPiece, text.size() - written));
    if (count < 0) {
      return;
    }
    written += static_cast<std::size_t>(count);
  }
}

}  // namespace

Watchdog::Watchdog(const StopSignal& signal, Settings settings) : signal_(signal), settings_(std::move(settings)) {
  try {
    thread_ = std::thread([this] { watch(); });
  } catch (const std::system_error& error) {
    log_warning(concat("no thread could be started that watches over signals: ", error.what()));
  }
}

Watchdog::~Watchdog() {
  if (!thread_.joinable()) {
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  signal_.wake();
  thread_.join();
}

void Watchdog::alive(std::string doing) {
  alive();
  const std::lock_guard lock(mutex_);
  doing_ = std::move(doing);
}

void Watchdog::alive() {
  const std::lock_guard lock(mutex_);
  longest_ = std::max(longest_, seconds_since(last_));
  last_ = now();
}

Instant Watchdog::limit(Instant signalled) const {
  const double seconds = std::max(settings_.patience, kTimesTheLongest * longest_);
  return std::max(signalled, last_) +
         std::chrono::duration_cast<Instant::duration>(std::chrono::duration<double>(seconds));
}

void Watchdog::watch() {
  signal_.wait();
  const Instant signalled = now();
  for (std::unique_lock lock(mutex_); !done_;) {
    const Instant until = limit(signalled);
    lock.unlock();
    if (now() >= until) {
      give_up();
    }
    signal_.wait_until(until);
    lock.lock();
  }
}

void Watchdog::give_up() const {
  end_in_any_case();
  std::string doing;
  double seconds = 0.0;
  {
    const std::lock_guard lock(mutex_);
    doing = doing_;
    seconds = seconds_since(last_);
  }
  const std::string head =
      concat(program_invocation_short_name, ": error: ", signal_.name(), " was not served: ", doing,
             " has been under way for ", fixed_text(seconds, 0),
             " s and does not end; what the program was doing is in ", settings_.file, settings_.remedy, "\n");
  write_to_stderr(head);
  const std::string report = concat(head, "version ", version(), ", commit ", git_commit(), "\n", process_report());
  write_to_stderr(report.substr(head.size()));
  try {
    write_text_file(settings_.file, report);
  } catch (const Error& error) {
    write_to_stderr(concat(error.what(), "\n"));
  }
  _exit(kExitCode);
}

}  // namespace cre
