#pragma once
// When training has stopped getting better.

#include <cstdint>
#include <optional>

#include <nlohmann/json.hpp>

#include "train/config/early_stopping_config.h"

namespace cre {

class EarlyStopping {
 public:
  explicit EarlyStopping(const StoppingSettings& settings) : settings_(settings) {}

  /// The mean validation Pearson of an epoch (1, 2, ...). NaN counts as no improvement and leaves the smoothed value.
  void observe(std::int64_t epoch, double pearson);

  /// No improvement by more than min_delta for `patience` epochs, and min_epochs are over.
  bool should_stop() const;

  nlohmann::json state() const;
  void restore(const nlohmann::json& state);

 private:
  StoppingSettings settings_;
  std::int64_t epoch_ = 0;
  std::int64_t reference_epoch_ = 0;  // of the last improvement that counted
  double reference_ = -2.0;           // below any correlation by more than min_delta can be
  std::optional<double> smoothed_;    // smoothing * smoothed + (1 - smoothing) * pearson
};

}  // namespace cre
