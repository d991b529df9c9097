#include "storage/scaler.h"

#include <algorithm>
#include <limits>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json_text.h"

namespace cre {

namespace {

// JSON has no infinity: an absent limit is null.
nlohmann::json limit_list(const std::vector<double>& limits) {
  nlohmann::json out = nlohmann::json::array();
  for (const double limit : limits) {
    out.push_back(number_or_null(limit));
  }
  return out;
}

std::vector<double> limits_from(const nlohmann::json& json, double absent) {
  std::vector<double> out;
  for (const nlohmann::json& limit : json) {
    out.push_back(limit.is_null() ? absent : limit.get<double>());
  }
  return out;
}

}  // namespace

double Scaler::standardize(double activity, std::size_t task) const {
  return (std::clamp(activity, low.at(task), high.at(task)) - mean.at(task)) / (sd.at(task) + kScalerEpsilon);
}

double Scaler::restore(double standardized, std::size_t task) const {
  return standardized * (sd.at(task) + kScalerEpsilon) + mean.at(task);
}

nlohmann::json to_json(const Scaler& scaler) {
  return {{"mean", scaler.mean},
          {"sd", scaler.sd},
          {"low", limit_list(scaler.low)},
          {"high", limit_list(scaler.high)},
          {"epsilon", kScalerEpsilon}};
}

Scaler scaler_from_json(const nlohmann::json& json) {
  Scaler scaler;
  try {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    scaler.mean = json.at("mean").get<std::vector<double>>();
    scaler.sd = json.at("sd").get<std::vector<double>>();
    scaler.low = limits_from(json.at("low"), -kInfinity);
    scaler.high = limits_from(json.at("high"), kInfinity);
  } catch (const nlohmann::json::exception&) {
    fail(ErrorKind::integrity, "the scaler is damaged: it needs lists of numbers mean, sd, low, high");
  }
  const std::size_t tasks = scaler.mean.size();
  if (scaler.sd.size() != tasks || scaler.low.size() != tasks || scaler.high.size() != tasks) {
    fail(ErrorKind::integrity, "the scaler is damaged: its lists differ in length");
  }
  return scaler;
}

}  // namespace cre
