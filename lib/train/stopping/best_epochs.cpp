#include "train/stopping/best_epochs.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cre {
namespace {

double rank_value(double pearson) {
  return std::isnan(pearson) ? -2.0 : pearson;
}

// Were ties with NaN left to Pearson, three epochs could each be better than the next.
double tie_rank(double value) {
  return std::isnan(value) ? -std::numeric_limits<double>::infinity() : value;
}

double number_or_nan(const nlohmann::json& value) {
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

}  // namespace

bool BestEpochs::better(const RankedEpoch& one, const RankedEpoch& other) const {
  const double first = rank_value(one.pearson_mean), second = rank_value(other.pearson_mean);
  if (std::min(first, second) >= highest_ - margin_) {
    const double tie_first = tie_rank(one.tie_value), tie_second = tie_rank(other.tie_value);
    if (tie_first != tie_second) {
      return tie_first > tie_second;
    }
  }
  return first != second ? first > second : one.epoch < other.epoch;
}

bool BestEpochs::offer(RankedEpoch epoch, std::optional<std::int64_t>& dropped) {
  dropped.reset();
  highest_ = std::max(highest_, rank_value(epoch.pearson_mean));
  const std::int64_t offered = epoch.epoch;
  ranked_.push_back(std::move(epoch));
  std::sort(ranked_.begin(), ranked_.end(),
            [this](const RankedEpoch& one, const RankedEpoch& other) { return better(one, other); });
  if (ranked_.size() <= kKeptEpochs) {
    return true;
  }
  const std::int64_t last = ranked_.back().epoch;
  ranked_.pop_back();
  if (last == offered) {
    return false;
  }
  dropped = last;
  return true;
}

nlohmann::json BestEpochs::state() const {
  nlohmann::json list = nlohmann::json::array();
  for (const RankedEpoch& entry : ranked_) {
    // A NaN becomes null in the text of the checkpoint.
    list.push_back({{"epoch", entry.epoch},
                    {"val_pearson_mean", entry.pearson_mean},
                    {"tie_value", entry.tie_value},
                    {"val_pearson", entry.val_pearson}});
  }
  return {{"highest", highest_}, {"epochs", list}};
}

void BestEpochs::restore(const nlohmann::json& state) {
  ranked_.clear();
  highest_ = state.at("highest");
  for (const nlohmann::json& entry : state.at("epochs")) {
    ranked_.push_back({.epoch = entry.at("epoch"),
                       .pearson_mean = number_or_nan(entry.at("val_pearson_mean")),
                       .tie_value = number_or_nan(entry.at("tie_value")),
                       .val_pearson = entry.at("val_pearson")});
  }
}

}  // namespace cre
