#pragma once
// Time that passed.

#include <chrono>

namespace cre {

using Instant = std::chrono::steady_clock::time_point;

inline Instant now() {
  return std::chrono::steady_clock::now();
}

inline double seconds_since(Instant start) {
  return std::chrono::duration<double>(now() - start).count();
}

}  // namespace cre
