#pragma once
// Ends a process that does not react to a signal any more, and leaves a diagnosis.

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/stopwatch.h"
#include "train/stopping/stop_signal.h"

namespace cre {

/// Watches from a thread of its own. When a signal came and for `patience` seconds nothing was alive() since, the
/// process ends with the exit code of a defect (70), at once: files under way stay unseen, what was saved stays.
class Watchdog {
 public:
  struct Settings {
    std::filesystem::path file;  // the diagnosis, also on standard error
    double patience = 60.0;      // seconds; at least four times the longest that something took before
    std::string remedy = {};     // the last line of the message
  };

  /// `signal` must outlive the watchdog.
  Watchdog(const StopSignal& signal, Settings settings);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// The work goes on: what was under way is done, `doing` is next ("epoch 3, step 17 of 58").
  void alive(std::string doing);
  /// The same from within a long work: a part of it is done. Safe to call from several threads.
  void alive();

  const StopSignal& signal() const { return signal_; }

 private:
  void watch();
  Instant limit(Instant signalled) const;
  [[noreturn]] void give_up() const;

  const StopSignal& signal_;
  Settings settings_;
  mutable std::mutex mutex_;
  std::string doing_ = "the start";
  Instant last_ = now();
  double longest_ = 0.0;  // seconds between two signs of life
  bool done_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace cre
