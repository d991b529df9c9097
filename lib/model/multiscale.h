#pragma once
// The default architecture: parallel stem convolutions of several widths, two stages of dilated residual blocks with
// max-pools between, global average and maximum, one head per task.
//
//     stem (k 7, 11, 15) -> concat -> fuse 1x1 -> pool -> stage1 blocks -> expand k3 -> pool -> stage2 blocks
//     -> global mean and max -> heads

#include <cstdint>
#include <memory>
#include <vector>

#include "core/config.h"
#include "model/convolution_layer.h"
#include "model/network.h"

namespace cre {

struct MultiscaleConfig {
  std::vector<std::int64_t> stem_kernels = {7, 11, 15};
  std::int64_t stem_channels = 64;
  double stem_dropout = 0.10;
  std::int64_t stage1_channels = 256;
  std::vector<std::int64_t> stage1_dilations = {1, 2, 4};
  double stage1_dropout = 0.15;
  std::int64_t expand_kernel = 3;
  std::int64_t stage2_channels = 384;
  std::vector<std::int64_t> stage2_dilations = {1, 2};
  double stage2_dropout = 0.20;
  std::int64_t block_kernel = 3;
  std::int64_t pool = 2;
  std::vector<std::int64_t> head_sizes = {256, 64};
  std::vector<double> head_dropouts = {0.30, 0.20};
  double negative_slope = 0.1;
  Norm norm = Norm::weight;
};

void describe(Description& d, MultiscaleConfig& c);

/// Throws config when `shape` does not fit: names the layer and the length that reaches it.
std::shared_ptr<Network> build_multiscale(const MultiscaleConfig& config, const NetworkShape& shape,
                                          std::uint64_t seed);

}  // namespace cre
