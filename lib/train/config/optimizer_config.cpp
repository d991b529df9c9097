#include "train/config/optimizer_config.h"

#include "core/error.h"

namespace cre {
namespace {

OptimizerSettings preset_values(OptimizerPreset preset) {
  switch (preset) {
    case OptimizerPreset::standard:
      return {Algorithm::adamw, 1e-3, 0.9, 0.999, 1e-4, 0.0};
    case OptimizerPreset::strong:
      return {Algorithm::adamw, 3e-4, 0.9, 0.98, 0.05, 0.0};
    case OptimizerPreset::malinois:  // as the authors trained it
      return {Algorithm::adam_amsgrad, 0.0032658700881052086, 0.8661062881299633,
              0.879223105336538,       0.0003438210249762151, 0.0};
  }
  fail(ErrorKind::internal, "unknown optimizer preset");
}

}  // namespace

OptimizerSettings resolved(const OptimizerConfig& config) {
  OptimizerSettings settings = preset_values(config.preset);
  if (config.algorithm != Algorithm::of_preset) {
    settings.algorithm = config.algorithm;
  }
  settings.learning_rate = config.learning_rate.value_or(settings.learning_rate);
  settings.beta1 = config.beta1.value_or(settings.beta1);
  settings.beta2 = config.beta2.value_or(settings.beta2);
  settings.weight_decay = config.weight_decay.value_or(settings.weight_decay);
  settings.epsilon = config.epsilon;
  return settings;
}

ScheduleKind resolved_kind(const ScheduleConfig& config, OptimizerPreset preset) {
  if (config.kind != ScheduleKind::of_preset) {
    return config.kind;
  }
  return preset == OptimizerPreset::malinois ? ScheduleKind::cosine_restarts : ScheduleKind::cosine;
}

void describe(Description& d, OptimizerConfig& c) {
  d.choice<OptimizerPreset>(
      "preset", c.preset,
      {{"standard", OptimizerPreset::standard},
       {"strong", OptimizerPreset::strong},
       {"malinois", OptimizerPreset::malinois}},
      "What the keys below mean while they are null. standard: AdamW 1e-3, betas .9 and .999, decay "
      "1e-4. strong: AdamW 3e-4, .9 and .98, decay .05. malinois: Adam with amsgrad as published, "
      "with cosine restarts");
  d.choice<Algorithm>("algorithm", c.algorithm,
                      {{"default", Algorithm::of_preset},
                       {"adamw", Algorithm::adamw},
                       {"adamw_amsgrad", Algorithm::adamw_amsgrad},
                       {"adam", Algorithm::adam},
                       {"adam_amsgrad", Algorithm::adam_amsgrad}},
                      "AdamW decays weights by themselves, Adam through the gradient; default is that of the preset");
  d.number("learning_rate", c.learning_rate, above(0.0), "", "Peak learning rate");
  d.number("beta1", c.beta1, from_zero_below_one(), "", "Decay of the mean of gradients");
  d.number("beta2", c.beta2, from_zero_below_one(), "", "Decay of the mean of squared gradients");
  d.number("epsilon", c.epsilon, above(0.0), "", "Added to the root of the mean squared gradient");
  d.number("weight_decay", c.weight_decay, at_least(0.0), "",
           "Biases, norm parameters and weight-norm g are not decayed");
  d.number("clip", c.clip, above(0.0), "", "Largest norm of the gradient of all parameters together");
}

void describe(Description& d, ScheduleConfig& c) {
  d.choice<ScheduleKind>("kind", c.kind,
                         {{"default", ScheduleKind::of_preset},
                          {"cosine", ScheduleKind::cosine},
                          {"cosine_restarts", ScheduleKind::cosine_restarts},
                          {"constant", ScheduleKind::constant}},
                         "Learning rate after the warm-up: half a cosine to the last epoch, cosines of restart_steps "
                         "steps again and again, or the peak; default is that of the optimizer's preset");
  d.number("warmup", c.warmup, from_zero_below_one(), "share of all steps", "Linear warm-up");
  d.number("warmup_epochs", c.warmup_epochs, at_least(0.0), "epochs", "Length of the warm-up instead of warmup");
  d.number("start", c.start, between(0.0, 1.0), "share of the peak", "Learning rate of the first step of the warm-up");
  d.number("min_learning_rate", c.min_learning_rate, at_least(0.0), "", "Learning rate at the end of a cosine");
  d.integer("restart_steps", c.restart_steps, between(1, 1e9), "steps", "Length of a cosine of cosine_restarts");
  d.unused_when("warmup", {is_not("warmup_epochs", {nullptr})});
  d.unused_when("start", {is("warmup", {0.0}), is("warmup_epochs", {nullptr})});
  d.unused_when("start", {is("warmup_epochs", {0.0})});
  d.unused_when("min_learning_rate", {is("kind", {"constant"})});
  d.unused_when("restart_steps", {is("kind", {"cosine", "constant"})});
  d.unused_when("restart_steps", {is("kind", {"default"}), is_not("/train.optimizer.preset", {"malinois"})});
}

}  // namespace cre
