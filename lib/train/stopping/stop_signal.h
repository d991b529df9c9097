#pragma once
// SIGTERM, SIGINT and SIGUSR1 as a wish to stop at the next step (batch systems send them before they kill).

#include <array>
#include <csignal>
#include <string>

#include "core/stopwatch.h"

namespace cre {

/// While an object lives, these signals only set a flag; afterwards they act as before. One object at a time.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  bool received() const;
  /// "SIGTERM"; only after received().
  std::string name() const;

  /// Blocks another thread until a signal comes or somebody calls wake().
  void wait() const;
  /// The same, at most until then.
  void wait_until(Instant time) const;
  void wake() const;

 private:
  std::array<struct sigaction, 3> previous_{};
};

}  // namespace cre
