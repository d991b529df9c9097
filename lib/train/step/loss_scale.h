#pragma once
// Dynamic scaling of the loss for float16, whose gradients would underflow otherwise (Micikevicius et al. 2018).

#include <cstdint>

#include <nlohmann/json.hpp>

namespace cre {

/// With float16 the loss is multiplied by value(); it halves when gradients overflow and doubles after 2,000 steps
/// without overflow. Other arithmetics keep 1.
class LossScale {
 public:
  enum class Kind { none, dynamic };
  explicit LossScale(Kind kind);

  double value() const { return value_; }
  /// After each step.
  void update(bool finite);

  nlohmann::json state() const;
  void restore(const nlohmann::json& state);

 private:
  Kind kind_;
  double value_;
  std::int64_t finite_steps_ = 0;  // since the last change
};

}  // namespace cre
