#pragma once
// A progress bar with rate and time left on a terminal; a plain line every 30 s otherwise; nothing when quiet.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace cre {

class Progress {
 public:
  /// `unit` is a plural noun ("rows", "resamples"). total 0 means unknown.
  Progress(std::string label, std::uint64_t total, std::string unit);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Safe to call from several threads.
  void advance(std::uint64_t by = 1);
  /// Text shown after the bar, for instance the current loss.
  void note(std::string text);

 private:
  void show(bool last);
  std::string line() const;

  std::string label_, unit_, note_;
  std::uint64_t total_, done_ = 0;
  std::chrono::steady_clock::time_point started_, shown_;
  std::mutex mutex_;
};

}  // namespace cre
