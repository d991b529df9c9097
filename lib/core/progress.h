#pragma once
// How far a loop is, with rate and time left: a bar on a terminal, a plain line every 30 s otherwise (neither when
// quiet), and at most once a second the file of core/progress_file.h.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "core/progress_file.h"

namespace cre {

class Progress {
 public:
  /// `unit` is a plural noun ("rows", "resamples"). total 0 means unknown.
  Progress(std::string label, std::uint64_t total, std::string unit);
  /// Removes the file.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// What was done before this process began: it counts as done, and not for the rate.
  void resume_at(std::uint64_t done);
  /// The loop may stop before `total`: what is left is said to be at most that long.
  void may_end_earlier();

  /// Safe to call from several threads. 0 says that work goes on which is not counted.
  void advance(std::uint64_t by = 1);
  /// Text shown before the numbers, for instance the epoch.
  void step(std::string text);
  /// Text shown after them, for instance the current loss.
  void note(std::string text);

 private:
  using Clock = std::chrono::steady_clock;
  void show(bool last);
  ProgressState state() const;

  ProgressState fixed_;  // without rate and time left
  std::uint64_t before_ = 0;
  Clock::time_point started_, shown_, written_;
  std::mutex mutex_;
};

/// One line of text: "training epoch 5 of 12: 1,234/20,000 elements (6 %), 512/s, 03:10 left, loss 0.412". `bar`: with
/// a picture of the share, for terminals.
std::string progress_line(const ProgressState& state, bool bar);

}  // namespace cre
