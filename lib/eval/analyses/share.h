#pragma once

#include <cstddef>

#include <nlohmann/json.hpp>

#include "statistics/interval.h"

namespace cre {

/// A share of rows with Wilson's interval.
struct Share {
  std::size_t count, n;
  Interval interval;
  double value() const;  // NaN for n = 0
};

Share share(std::size_t count, std::size_t n, double confidence);

/// {"value", "low", "high", "n"}
nlohmann::ordered_json share_json(const Share& share);

}  // namespace cre
