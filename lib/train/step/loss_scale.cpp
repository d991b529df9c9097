#include "train/step/loss_scale.h"

#include <algorithm>

namespace cre {
namespace {

constexpr double kFirst = 65536.0;
constexpr double kLargest = 16777216.0;
constexpr std::int64_t kStepsToGrow = 2000;

}  // namespace

LossScale::LossScale(Kind kind) : kind_(kind), value_(kind == Kind::dynamic ? kFirst : 1.0) {}

void LossScale::update(bool finite) {
  if (kind_ == Kind::none) {
    return;
  }
  if (!finite) {
    value_ = std::max(1.0, value_ / 2.0);
    finite_steps_ = 0;
  } else if (++finite_steps_ == kStepsToGrow) {
    value_ = std::min(kLargest, value_ * 2.0);
    finite_steps_ = 0;
  }
}

nlohmann::json LossScale::state() const {
  return {{"value", value_}, {"finite_steps", finite_steps_}};
}

void LossScale::restore(const nlohmann::json& state) {
  value_ = state.at("value");
  finite_steps_ = state.at("finite_steps");
}

}  // namespace cre
