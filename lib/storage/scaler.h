#pragma once
// Winsorising limits and standardisation of the activities, fitted on training rows only.

#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace cre {

inline constexpr double kScalerEpsilon = 1e-8;

/// standardized = (clamp(y, low, high) - mean) / (sd + 1e-8), per task.
struct Scaler {
  std::vector<double> mean;  // (K) of the winsorised training activities, l2fc
  std::vector<double> sd;    // (K) sample standard deviation (n - 1), l2fc
  std::vector<double> low;   // (K) winsorising limits, l2fc; -inf/inf when not winsorised
  std::vector<double> high;  // (K)

  double standardize(double activity, std::size_t task) const;
  double restore(double standardized, std::size_t task) const;
  /// The same of every value of (rows, K).
  template <class Value>
  std::vector<float> restored(const std::vector<Value>& standardized) const {
    std::vector<float> out;
    out.reserve(standardized.size());
    for (std::size_t i = 0; i < standardized.size(); ++i) {
      out.push_back(static_cast<float>(restore(static_cast<double>(standardized[i]), i % mean.size())));
    }
    return out;
  }
};

nlohmann::json to_json(const Scaler& scaler);
/// Throws integrity when fields are missing or sizes differ.
Scaler scaler_from_json(const nlohmann::json& json);

}  // namespace cre
