#pragma once
// OpenMP's threads wait for each other by spinning, which is quickest on a machine of their own. Where other programs
// compute as well, whoever spins takes the processor from the thread that it waits for.

#include <stop_token>
#include <thread>

namespace cre {

/// Decides from how long the process's threads stood in line for a processor whether others compute here, too.
class BusyJudge {
 public:
  /// `delay` of the last `seconds`, in seconds of all threads together, of which `threads` compute. Is it busy?
  bool observe(double delay, double seconds, unsigned threads);

 private:
  bool busy_ = false;
  double quiet_seconds_ = 0.0;
};

/// While it lives, threads that wait for each other spin on a quiet machine and soon sleep on a busy one. Results do
/// not depend on it. Does nothing when the environment has OMP_WAIT_POLICY or GOMP_SPINCOUNT.
class BusyMachine {
 public:
  /// `threads`: those of each parallel region of this thread.
  explicit BusyMachine(unsigned threads);
  BusyMachine(const BusyMachine&) = delete;
  BusyMachine& operator=(const BusyMachine&) = delete;

 private:
  void watch(const std::stop_token& end) const;

  unsigned threads_;
  std::jthread thread_;  // last: it uses the other, and is asked to stop and waited for at the end
};

/// libgomp lets waiting threads sleep soon when it has more threads than there are processors. While an object lives,
/// it has so many: further ones, asleep.
class MoreThreadsThanProcessors {
 public:
  explicit MoreThreadsThanProcessors(unsigned threads);
  MoreThreadsThanProcessors(const MoreThreadsThanProcessors&) = delete;
  MoreThreadsThanProcessors& operator=(const MoreThreadsThanProcessors&) = delete;

 private:
  std::jthread thread_;
};

}  // namespace cre
