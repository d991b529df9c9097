#include "training/early_stopping.h"

namespace cre {

void EarlyStopping::observe(std::int64_t epoch, double pearson) {
  epoch_ = epoch;
  if (pearson > reference_ + config_.min_delta) {
    reference_ = pearson;
    reference_epoch_ = epoch;
  }
}

bool EarlyStopping::should_stop() const {
  return epoch_ >= config_.min_epochs && epoch_ - reference_epoch_ >= config_.patience;
}

nlohmann::json EarlyStopping::state() const {
  return {{"epoch", epoch_}, {"reference_epoch", reference_epoch_}, {"reference", reference_}};
}

void EarlyStopping::restore(const nlohmann::json& state) {
  epoch_ = state.at("epoch");
  reference_epoch_ = state.at("reference_epoch");
  reference_ = state.at("reference");
}

}  // namespace cre
