#pragma once
// The section "train.early_stopping". A preset gives the values that are not set.

#include <cstdint>
#include <optional>

#include "core/config.h"

namespace cre {

enum class StoppingPreset { methods, analyst, brief };

/// Which of two epochs of nearly the same mean Pearson is better.
enum class TieBreak { of_preset, earlier, min_gap, mse };

struct EarlyStoppingConfig {
  StoppingPreset preset = StoppingPreset::methods;
  std::optional<std::int64_t> min_epochs, patience;
  std::optional<double> min_delta, smoothing;
  TieBreak tie_break = TieBreak::of_preset;
  double tie_margin = 0.001;
  double stable_share = 0.70;
};

/// All values, none left to a preset.
struct StoppingSettings {
  std::int64_t max_epochs, min_epochs, patience;
  double min_delta, smoothing;
  TieBreak tie_break;
};

StoppingSettings resolved(const EarlyStoppingConfig& config);

void describe(Description& d, EarlyStoppingConfig& c);

}  // namespace cre
