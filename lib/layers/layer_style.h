#pragma once
// What the layers of one architecture have in common: settings that a user may change, and how the design starts them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/config.h"
#include "layers/activation.h"
#include "layers/initial_weights.h"
#include "layers/norm.h"

namespace cre {

/// Does a layer with a norm of its outputs have a bias of its own in front of it?
enum class BiasRule { unless_normed, always };

struct LayerStyle {
  Norm norm = Norm::none;
  std::int64_t norm_groups = 32;
  ActivationKind activation = ActivationKind::leaky_relu;
  double negative_slope = 0.1;
  // The architecture's design, not settings:
  InitialWeights start = InitialWeights::kaiming_fan_out;
  double residual_start = 1.0;  // share of `start` for the last layer of a residual branch without a norm after it
  BiasRule bias = BiasRule::unless_normed;

  Activation act() const;
};

/// The keys norm, norm_groups, activation and negative_slope of an architecture's section.
void describe_style(Description& d, LayerStyle& style);

/// Limits that architectures share.
Limits channel_limits();
Limits kernel_limits();
Limits dilation_limits();
Limits dropout_limits();

/// The keys head_sizes and head_dropouts, lists of one length.
void describe_head_sizes(Description& d, std::vector<std::int64_t>& sizes, std::vector<double>& dropouts);

/// Throws config at `key` unless the width of a kernel is odd.
void require_odd(const Place& place, const std::string& key, std::int64_t kernel);

/// Throws config at `key` unless group norm, when asked for, divides that width.
void require_groups(const Place& place, const std::string& key, std::int64_t width, const LayerStyle& style);
/// The same for every width of a list.
void require_groups(const Place& place, const std::string& key, const std::vector<std::int64_t>& widths,
                    const LayerStyle& style);

/// Throws config at `key` unless its list is as long as that of `other`.
void require_length(const Place& place, const std::string& key, std::size_t length, const std::string& other,
                    std::size_t wanted);

}  // namespace cre
