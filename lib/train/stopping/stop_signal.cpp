#include "train/stopping/stop_signal.h"

#include <semaphore.h>

#include <cerrno>
#include <chrono>
#include <ctime>

namespace cre {
namespace {

constexpr std::array<int, 3> kSignals = {SIGTERM, SIGINT, SIGUSR1};
volatile std::sig_atomic_t received_signal = 0;
sem_t news;  // the one means by which a signal handler may wake a thread

void remember(int signal) {
  const int error = errno;
  received_signal = signal;
  sem_post(&news);
  errno = error;
}

}  // namespace

StopSignal::StopSignal() {
  received_signal = 0;
  sem_init(&news, 0, 0);
  struct sigaction action{};
  action.sa_handler = remember;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], &action, &previous_[i]);
  }
}

StopSignal::~StopSignal() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], &previous_[i], nullptr);
  }
}

bool StopSignal::received() const {
  return received_signal != 0;
}

std::string StopSignal::name() const {
  switch (received_signal) {
    case SIGTERM:
      return "SIGTERM";
    case SIGINT:
      return "SIGINT";
    default:
      return "SIGUSR1";
  }
}

void StopSignal::wait() const {
  while (sem_wait(&news) != 0 && errno == EINTR) {
  }
}

void StopSignal::wait_until(Instant time) const {
  const auto since_start = time.time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_start);
  const timespec until{.tv_sec = seconds.count(), .tv_nsec = std::chrono::nanoseconds(since_start - seconds).count()};
  while (sem_clockwait(&news, CLOCK_MONOTONIC, &until) != 0 && errno == EINTR) {
  }
}

void StopSignal::wake() const {
  sem_post(&news);
}

}  // namespace cre
