#pragma once
// SIGTERM, SIGINT and SIGUSR1 as a wish to stop at the next step (batch systems send them before they kill).

#include <array>
#include <csignal>
#include <string>

namespace cre {

/// While an object lives, these signals only set a flag; afterwards they act as before.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  bool received() const;
  /// "SIGTERM"; only after received().
  std::string name() const;

 private:
  std::array<struct sigaction, 3> previous_{};
};

}  // namespace cre
