#include "training/best_epochs.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cre {
namespace {

double rank_value(double pearson) {
  return std::isnan(pearson) ? -2.0 : pearson;
}

}  // namespace

bool BestEpochs::offer(RankedEpoch epoch, std::optional<std::int64_t>& dropped) {
  dropped.reset();
  const auto place = std::find_if(ranked_.begin(), ranked_.end(), [&](const RankedEpoch& other) {
    return rank_value(epoch.pearson_mean) > rank_value(other.pearson_mean);
  });
  if (place == ranked_.end() && ranked_.size() == kKeptEpochs) return false;
  ranked_.insert(place, std::move(epoch));
  if (ranked_.size() > kKeptEpochs) {
    dropped = ranked_.back().epoch;
    ranked_.pop_back();
  }
  return true;
}

nlohmann::json BestEpochs::state() const {
  nlohmann::json list = nlohmann::json::array();
  for (const RankedEpoch& entry : ranked_) {
    // A NaN becomes null in the text of the checkpoint.
    list.push_back(
        {{"epoch", entry.epoch}, {"val_pearson_mean", entry.pearson_mean}, {"val_pearson", entry.val_pearson}});
  }
  return list;
}

void BestEpochs::restore(const nlohmann::json& state) {
  ranked_.clear();
  for (const nlohmann::json& entry : state) {
    const nlohmann::json& mean = entry.at("val_pearson_mean");
    ranked_.push_back({.epoch = entry.at("epoch"),
                       .pearson_mean = mean.is_null() ? std::numeric_limits<double>::quiet_NaN() : mean.get<double>(),
                       .val_pearson = entry.at("val_pearson")});
  }
}

}  // namespace cre
