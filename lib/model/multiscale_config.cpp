#include "model/multiscale.h"

namespace cre {
namespace {

void odd_only(const Place& place, const std::string& key, std::int64_t kernel) {
  if (kernel % 2 == 0) {
    place.child(key).fail(kernel, " is even; kernels are odd, so that the output has the length of the input");
  }
}

}  // namespace

void describe(Description& d, MultiscaleConfig& c) {
  const Limits channels = between(1, 8192), kernel = between(1, 255), dilation = between(1, 1024);
  const Limits dropout{.low = 0.0, .high = 1.0, .high_open = true};
  d.integers("stem_kernels", c.stem_kernels, kernel, between(1, 16), "bases",
             "Widths of the parallel stem convolutions (odd); one entry gives a single stem");
  d.integer("stem_channels", c.stem_channels, channels, "channels", "Channels of each stem convolution");
  d.number("stem_dropout", c.stem_dropout, dropout, "", "Dropout behind each stem convolution");
  d.integer("stage1_channels", c.stage1_channels, channels, "channels",
            "Width that the 1x1 fuse convolution brings the stem to, and of the first stage");
  d.integers("stage1_dilations", c.stage1_dilations, dilation, between(0, 32), "positions",
             "Dilation of each residual block of the first stage; all 1 turns dilation off");
  d.number("stage1_dropout", c.stage1_dropout, dropout, "", "Dropout within the blocks of the first stage");
  d.integer("expand_kernel", c.expand_kernel, kernel, "positions",
            "Width (odd) of the convolution from the first stage to the second");
  d.integer("stage2_channels", c.stage2_channels, channels, "channels", "Width of the second stage");
  d.integers("stage2_dilations", c.stage2_dilations, dilation, between(0, 32), "positions",
             "Dilation of each residual block of the second stage");
  d.number("stage2_dropout", c.stage2_dropout, dropout, "", "Dropout within the blocks of the second stage");
  d.integer("block_kernel", c.block_kernel, kernel, "positions", "Width (odd) of the convolutions in residual blocks");
  d.integer("pool", c.pool, between(1, 64), "positions", "Window and stride of both max-pools; 1 turns them off");
  d.integers("head_sizes", c.head_sizes, channels, between(0, 8), "units", "Hidden layers of each task's head");
  d.numbers("head_dropouts", c.head_dropouts, dropout, between(0, 8), "", "Dropout behind each hidden layer of a head");
  d.number("negative_slope", c.negative_slope, {.low = 0.0, .high = 1.0, .high_open = true}, "",
           "Slope of LeakyReLU for negative values; 0 is ReLU");
  d.choice("norm", c.norm, norm_names(),
           "Normalisation of the convolutions: weight norm, batch norm, both, or none. Batch norm learns faster from "
           "few thousand elements");
  d.rule([&c](const Place& place) {
    for (std::size_t i = 0; i < c.stem_kernels.size(); ++i) {
      odd_only(place, concat("stem_kernels[", i, "]"), c.stem_kernels[i]);
    }
    odd_only(place, "expand_kernel", c.expand_kernel);
    odd_only(place, "block_kernel", c.block_kernel);
    if (c.head_sizes.size() != c.head_dropouts.size()) {
      place.child("head_dropouts")
          .fail("has ", c.head_dropouts.size(), " values for ", c.head_sizes.size(), " hidden layers in head_sizes");
    }
  });
}

}  // namespace cre
