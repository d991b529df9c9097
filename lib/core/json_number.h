#pragma once
// JSON has no NaN and no infinity: undefined statistics are written as null.

#include <cmath>

#include <nlohmann/json.hpp>

namespace cre {

inline nlohmann::json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

}  // namespace cre
