#pragma once
// Over-representation of a kind of rows among chosen rows.

#include <cstdint>

namespace cre {

/// How many of `chosen` rows out of `rows` are of a kind that `marked` of all rows are of.
struct Overlap {
  std::uint64_t common, chosen, marked, rows;
};

/// P(X >= common) when the chosen rows are drawn without replacement (hypergeometric; Fisher's exact test, one-sided).
double hypergeometric_tail(const Overlap& overlap);

}  // namespace cre
