#include "train/config/early_stopping_config.h"

#include "core/error.h"

namespace cre {
namespace {

StoppingSettings preset_values(StoppingPreset preset) {
  switch (preset) {
    case StoppingPreset::methods:
      return {80, 20, 12, 0.002, 0.0, TieBreak::min_gap};
    case StoppingPreset::analyst:
      return {200, 0, 10, 0.002, 0.6, TieBreak::mse};
    case StoppingPreset::brief:
      return {50, 30, 6, 0.002, 0.0, TieBreak::earlier};
  }
  fail(ErrorKind::internal, "unknown early-stopping preset");
}

}  // namespace

StoppingSettings resolved(const EarlyStoppingConfig& config) {
  StoppingSettings settings = preset_values(config.preset);
  settings.min_epochs = config.min_epochs.value_or(settings.min_epochs);
  settings.patience = config.patience.value_or(settings.patience);
  settings.min_delta = config.min_delta.value_or(settings.min_delta);
  settings.smoothing = config.smoothing.value_or(settings.smoothing);
  if (config.tie_break != TieBreak::of_preset) {
    settings.tie_break = config.tie_break;
  }
  return settings;
}

void describe(Description& d, EarlyStoppingConfig& c) {
  d.choice<StoppingPreset>(
      "preset", c.preset,
      {{"methods", StoppingPreset::methods}, {"analyst", StoppingPreset::analyst}, {"short", StoppingPreset::brief}},
      "What train.epochs and the keys below mean while they are null. methods: 20 to 80 epochs, "
      "patience 12, ties to the larger minimum gap. analyst: up to 200, patience 10, smoothing .6, "
      "ties to the smaller squared error. short: 30 to 50, patience 6");
  d.integer("min_epochs", c.min_epochs, at_least(0), "epochs", "Never stop before");
  d.integer("patience", c.patience, at_least(1), "epochs",
            "Stop after so many epochs without a better mean validation Pearson");
  d.number("min_delta", c.min_delta, between(0.0, 0.5), "Pearson",
           "Smaller improvements do not count for the patience");
  d.number("smoothing", c.smoothing, from_zero_below_one(), "",
           "Share of the past in the running mean of Pearson that decides about stopping; 0 = the epoch alone");
  d.choice<TieBreak>(
      "tie_break", c.tie_break,
      {{"default", TieBreak::of_preset},
       {"earlier", TieBreak::earlier},
       {"min_gap", TieBreak::min_gap},
       {"mse", TieBreak::mse}},
      "Which of two epochs within tie_margin is kept as the better one: the earlier, that with the larger "
      "mean predicted minimum gap, or that with the smaller mean squared error");
  d.number("tie_margin", c.tie_margin, between(0.0, 0.1), "Pearson", "Epochs so near each other are tied");
  d.number("stable_share", c.stable_share, between(0.0, 1.0), "share of tasks",
           "training.json flags a training as unstable when fewer tasks did not fall over the last patience epochs");
}

}  // namespace cre
