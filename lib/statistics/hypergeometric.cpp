#include "statistics/hypergeometric.h"

#include <algorithm>
#include <limits>

#include <boost/math/distributions/hypergeometric.hpp>

#include "core/error.h"

namespace cre {

double hypergeometric_tail(const Overlap& overlap) {
  const auto [common, chosen, marked, rows] = overlap;
  require(chosen <= rows && marked <= rows, "chosen and marked rows are among all rows");
  require(rows <= std::numeric_limits<std::uint32_t>::max(), "at most 2^32 - 1 rows can be drawn from");
  const std::uint64_t fewest = chosen + marked > rows ? chosen + marked - rows : 0;
  if (common <= fewest) {
    return 1.0;
  }
  if (common > std::min(chosen, marked)) {
    return 0.0;
  }
  const auto number = [](std::uint64_t n) { return static_cast<unsigned>(n); };
  const boost::math::hypergeometric draws(number(marked), number(chosen), number(rows));
  return boost::math::cdf(boost::math::complement(draws, number(common - 1)));
}

}  // namespace cre
