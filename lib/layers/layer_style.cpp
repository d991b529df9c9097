#include "layers/layer_style.h"

namespace cre {

Activation LayerStyle::act() const {
  return {activation, activation == ActivationKind::leaky_relu ? negative_slope : 0.0};
}

void describe_style(Description& d, LayerStyle& style) {
  d.choice("norm", style.norm, norm_names(),
           "Normalisation of weights, of outputs, or both. Batch norm learns faster from few thousand elements");
  d.integer("norm_groups", style.norm_groups, between(1, 8192), "groups",
            "Groups of channels of group norm; must divide every width that it is applied to");
  d.choice("activation", style.activation, activation_names(),
           "Activation function of the trunk and of the hidden layers of heads");
  d.number("negative_slope", style.negative_slope, from_zero_below_one(), "",
           "Slope of leaky_relu for negative values");
  d.unused_when("norm_groups", {is_not("norm", {"group", "weight+group"})});
  d.unused_when("negative_slope", {is_not("activation", {"leaky_relu"})});
}

Limits channel_limits() {
  return between(1, 8192);
}
Limits kernel_limits() {
  return between(1, 255);
}
Limits dilation_limits() {
  return between(1, 1024);
}
Limits dropout_limits() {
  return from_zero_below_one();
}

void describe_head_sizes(Description& d, std::vector<std::int64_t>& sizes, std::vector<double>& dropouts) {
  d.integers("head_sizes", sizes, channel_limits(), between(0, 8), "units", "Hidden layers of each task's head");
  d.numbers("head_dropouts", dropouts, dropout_limits(), between(0, 8), "",
            "Dropout after each hidden layer of a head");
  d.rule(
      [&](const Place& place) { require_length(place, "head_dropouts", dropouts.size(), "head_sizes", sizes.size()); });
}

void require_odd(const Place& place, const std::string& key, std::int64_t kernel) {
  if (kernel % 2 == 0) {
    place.child(key).fail(kernel, " is even; kernels are odd, so that the output has the length of the input");
  }
}

void require_groups(const Place& place, const std::string& key, std::int64_t width, const LayerStyle& style) {
  if (output_norm(style.norm) == OutputNorm::group && width % style.norm_groups != 0) {
    place.child(key).fail(width, " is not a multiple of norm_groups, ", style.norm_groups);
  }
}

void require_groups(const Place& place, const std::string& key, const std::vector<std::int64_t>& widths,
                    const LayerStyle& style) {
  for (std::size_t i = 0; i < widths.size(); ++i) {
    require_groups(place, concat(key, "[", i, "]"), widths[i], style);
  }
}

void require_length(const Place& place, const std::string& key, std::size_t length, const std::string& other,
                    std::size_t wanted) {
  if (length != wanted) {
    place.child(key).fail("has ", length, length == 1 ? " value" : " values", ", but ", other, " has ", wanted,
                          "; both lists are of one length");
  }
}

}  // namespace cre
