#include "core/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/log.h"
#include "core/text.h"

namespace cre {

namespace {

using Seconds = std::chrono::duration<double>;

bool on_terminal() {
  static const bool terminal = isatty(STDERR_FILENO) == 1;
  return terminal;
}

// A line as wide as the window wraps in some terminals, and a wrapped line cannot be drawn over.
std::string cut_to_window(const std::string& line) {
  winsize window{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 1;
  return line.substr(0, known ? window.ws_col - std::size_t{1} : std::size_t{79});
}

std::string clock_text(double seconds) {
  const auto total = static_cast<std::int64_t>(std::llround(seconds));
  const auto two = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  const std::string tail = two(total / 60 % 60) + ":" + two(total % 60);
  return total >= 3600 ? std::to_string(total / 3600) + ":" + tail : tail;
}

std::string rate_text(double per_second) {
  return per_second < 10 ? fixed_text(per_second, 1) : grouped(static_cast<std::int64_t>(std::llround(per_second)));
}

}  // namespace

std::string progress_line(const ProgressState& state, bool bar) {
  std::string out = state.label + (state.step.empty() ? "" : " " + state.step);
  if (state.total > 0) {
    const double share = std::min(1.0, static_cast<double>(state.done) / static_cast<double>(state.total));
    constexpr int kWidth = 24;
    const int full = static_cast<int>(share * kWidth);
    out += bar ? concat(" [", std::string(static_cast<std::size_t>(full), '#'),
                        std::string(static_cast<std::size_t>(kWidth - full), '.'), "] ")
               : std::string(": ");
    out += concat(grouped(state.done), "/", grouped(state.total), " ", state.unit, " (", fixed_text(100 * share, 0),
                  " %)");
  } else {
    out += concat(": ", grouped(state.done), " ", state.unit);
  }
  out += concat(", ", rate_text(state.per_second), "/s");
  if (state.seconds_left) {
    out += concat(", ", state.may_end_earlier ? "at most " : "", clock_text(*state.seconds_left), " left");
  }
  return state.note.empty() ? out : out + ", " + state.note;
}

Progress::Progress(std::string label, std::uint64_t total, std::string unit)
    : started_(Clock::now()), shown_(started_), written_(started_) {
  fixed_.label = std::move(label);
  fixed_.unit = std::move(unit);
  fixed_.total = total;
}

Progress::~Progress() {
  if (on_terminal() && log_shows_info()) {
    show(true);
  }
  remove_progress();
}

void Progress::resume_at(std::uint64_t done) {
  const std::lock_guard lock(mutex_);
  before_ = fixed_.done = done;
}

void Progress::may_end_earlier() {
  const std::lock_guard lock(mutex_);
  fixed_.may_end_earlier = true;
}

void Progress::advance(std::uint64_t by) {
  const std::lock_guard lock(mutex_);
  fixed_.done += by;
  const Clock::time_point now = Clock::now();
  if (log_shows_info() && now - shown_ >= (on_terminal() ? Seconds(0.1) : Seconds(30))) {
    show(false);
  }
  if (now - written_ >= Seconds(1)) {
    written_ = now;
    write_progress(state());
  }
}

void Progress::step(std::string text) {
  const std::lock_guard lock(mutex_);
  fixed_.step = std::move(text);
}

void Progress::note(std::string text) {
  const std::lock_guard lock(mutex_);
  fixed_.note = std::move(text);
}

void Progress::show(bool last) {
  shown_ = Clock::now();
  if (on_terminal()) {
    std::fprintf(stderr, "\r%s\033[K%s", cut_to_window(progress_line(state(), true)).c_str(), last ? "\n" : "");
    std::fflush(stderr);
  } else {
    log_info(progress_line(state(), false));
  }
}

ProgressState Progress::state() const {
  ProgressState now = fixed_;
  const double seconds = std::max(1e-9, Seconds(Clock::now() - started_).count());
  now.per_second = static_cast<double>(now.done - before_) / seconds;
  if (now.total > now.done && now.done > before_) {
    now.seconds_left = static_cast<double>(now.total - now.done) / now.per_second;
  }
  return now;
}

}  // namespace cre
