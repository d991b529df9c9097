#include "core/progress.h"

#include <unistd.h>
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/log.h"
#include "core/text.h"

namespace cre {

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

bool on_terminal() {
  static const bool terminal = isatty(STDERR_FILENO) == 1;
  return terminal;
}

std::string clock_text(double seconds) {
  const auto total = static_cast<std::int64_t>(std::llround(seconds));
  const auto two = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  const std::string tail = two(total / 60 % 60) + ":" + two(total % 60);
  return total >= 3600 ? std::to_string(total / 3600) + ":" + tail : tail;
}

}  // namespace

Progress::Progress(std::string label, std::uint64_t total, std::string unit)
    : label_(std::move(label)), unit_(std::move(unit)), total_(total), started_(Clock::now()), shown_(started_) {}

Progress::~Progress() {
  if (on_terminal() && log_shows_info()) {
    show(true);
  }
}

void Progress::advance(std::uint64_t by) {
  const std::lock_guard lock(mutex_);
  done_ += by;
  const Seconds pause = on_terminal() ? Seconds(0.1) : Seconds(30);
  if (log_shows_info() && Clock::now() - shown_ >= pause) {
    show(false);
  }
}

void Progress::note(std::string text) {
  const std::lock_guard lock(mutex_);
  note_ = std::move(text);
}

void Progress::show(bool last) {
  shown_ = Clock::now();
  if (on_terminal()) {
    std::fprintf(stderr, "\r%s\033[K%s", line().c_str(), last ? "\n" : "");
    std::fflush(stderr);
  } else {
    log_info(line());
  }
}

std::string Progress::line() const {
  const double seconds = std::max(1e-9, Seconds(Clock::now() - started_).count());
  const double rate = static_cast<double>(done_) / seconds;
  std::string out = label_ + " ";
  if (total_ > 0) {
    const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
    if (on_terminal()) {
      constexpr int kWidth = 24;
      const int full = static_cast<int>(share * kWidth);
      out += "[" + std::string(static_cast<std::size_t>(full), '#') +
             std::string(static_cast<std::size_t>(kWidth - full), '.') + "] ";
    }
    out += concat(done_, "/", total_, " ", unit_, " (", fixed_text(100 * share, 0), " %)");
  } else {
    out += concat(done_, " ", unit_);
  }
  out += concat(", ", fixed_text(rate, rate < 10 ? 1 : 0), "/s");
  if (total_ > done_ && done_ > 0) {
    out += ", " + clock_text(static_cast<double>(total_ - done_) / rate) + " left";
  }
  return note_.empty() ? out : out + ", " + note_;
}

}  // namespace cre
