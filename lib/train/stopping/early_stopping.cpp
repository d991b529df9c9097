#include "train/stopping/early_stopping.h"

#include <cmath>

namespace cre {

void EarlyStopping::observe(std::int64_t epoch, double pearson) {
  epoch_ = epoch;
  if (std::isnan(pearson)) {
    return;
  }
  smoothed_ = smoothed_ ? settings_.smoothing * *smoothed_ + (1.0 - settings_.smoothing) * pearson : pearson;
  if (*smoothed_ > reference_ + settings_.min_delta) {
    reference_ = *smoothed_;
    reference_epoch_ = epoch;
  }
}

bool EarlyStopping::should_stop() const {
  return epoch_ >= settings_.min_epochs && epoch_ - reference_epoch_ >= settings_.patience;
}

nlohmann::json EarlyStopping::state() const {
  return {{"epoch", epoch_},
          {"reference_epoch", reference_epoch_},
          {"reference", reference_},
          {"smoothed", smoothed_ ? nlohmann::json(*smoothed_) : nlohmann::json()}};
}

void EarlyStopping::restore(const nlohmann::json& state) {
  epoch_ = state.at("epoch");
  reference_epoch_ = state.at("reference_epoch");
  reference_ = state.at("reference");
  const nlohmann::json& smoothed = state.at("smoothed");
  smoothed_ = smoothed.is_null() ? std::nullopt : std::optional(smoothed.get<double>());
}

}  // namespace cre
