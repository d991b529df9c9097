#pragma once
// Sums kept in a fixed number of lanes, whatever the vector width of the processor: the compiler can use vector
// instructions (and additions need not wait for each other) without changing the order of additions, so a sum has the
// same bits on every machine.

#include <array>
#include <cstddef>

namespace cre {

inline constexpr std::size_t kLanes = 4;
using Lanes = std::array<double, kLanes>;

inline double total(const Lanes& lanes) {
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

/// Calls add(i, lane) for i in [0, count); consecutive items go to consecutive lanes.
template <class Add>
inline void for_each_in_lanes(std::size_t count, Add add) {
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      add(i + lane, lane);
    }
  }
  for (; i < count; ++i) {
    add(i, 0);
  }
}

/// Sum of term(i) over i in [0, count).
template <class Term>
inline double sum_in_lanes(std::size_t count, Term term) {
  Lanes lanes{};
  for_each_in_lanes(count, [&](std::size_t i, std::size_t lane) { lanes[lane] += term(i); });
  return total(lanes);
}

}  // namespace cre
