#pragma once
// The sections "train.optimizer" and "train.schedule". A preset gives the values that are not set.

#include <cstdint>
#include <optional>

#include "core/config.h"

namespace cre {

enum class OptimizerPreset { standard, strong, malinois };

/// adam: weight decay as part of the gradient (Kingma & Ba 2015); adamw: decoupled from it (Loshchilov & Hutter 2019).
/// amsgrad: divides by the largest mean square so far (Reddi et al. 2018).
enum class Algorithm { of_preset, adamw, adamw_amsgrad, adam, adam_amsgrad };

struct OptimizerConfig {
  OptimizerPreset preset = OptimizerPreset::standard;
  Algorithm algorithm = Algorithm::of_preset;
  std::optional<double> learning_rate, beta1, beta2, weight_decay;
  double epsilon = 1e-8;
  double clip = 1.0;
};

/// All values, none left to a preset.
struct OptimizerSettings {
  Algorithm algorithm;
  double learning_rate, beta1, beta2, weight_decay, epsilon;

  bool decoupled() const { return algorithm == Algorithm::adamw || algorithm == Algorithm::adamw_amsgrad; }
  bool amsgrad() const { return algorithm == Algorithm::adamw_amsgrad || algorithm == Algorithm::adam_amsgrad; }
};

OptimizerSettings resolved(const OptimizerConfig& config);

enum class ScheduleKind { of_preset, cosine, cosine_restarts, constant };

struct ScheduleConfig {
  ScheduleKind kind = ScheduleKind::of_preset;
  double warmup = 0.05;
  std::optional<double> warmup_epochs;
  double start = 0.01;
  double min_learning_rate = 0.0;
  std::int64_t restart_steps = 4096;
};

/// The kind that the optimizer's preset means when none is set.
ScheduleKind resolved_kind(const ScheduleConfig& config, OptimizerPreset preset);

void describe(Description& d, OptimizerConfig& c);
void describe(Description& d, ScheduleConfig& c);

}  // namespace cre
