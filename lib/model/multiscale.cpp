// The default architecture: parallel stem convolutions of several widths, two stages of dilated residual blocks with
// max-pools between, global average and maximum, one head per task.
//
//     stem (k 7, 11, 15) -> concat -> fuse 1x1 -> pool -> stage1 blocks -> expand k3 -> pool -> stage2 blocks

#include <vector>

#include "model/architectures.h"
#include "model/residual_block.h"
#include "model/task_heads.h"

namespace cre {
namespace {

enum class Stem { parallel, sequential_dilated };

struct MultiscaleSettings {
  Stem stem = Stem::parallel;
  std::vector<std::int64_t> stem_kernels = {7, 11, 15};
  std::int64_t sequential_kernel = 7;
  std::vector<std::int64_t> sequential_dilations = {1, 2, 4, 8};
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
  bool head_weight_norm = false;
  LayerStyle style{
      .norm = Norm::weight, .activation = ActivationKind::leaky_relu, .negative_slope = 0.1, .residual_start = 0.1};
};

class MultiscaleTrunk : public Trunk {
 public:
  MultiscaleTrunk(const MultiscaleSettings& s, std::int64_t length, NetworkBuilder& builder)
      : stem_kind_(s.stem), activation_(s.style.act()), pool_(s.pool), channels_(s.stage2_channels) {
    const std::int64_t first = pooled_length("multiscale.pool", "the pool after fuse", length, s.pool, length);
    positions_ = pooled_length("multiscale.pool", "the pool after expand", first, s.pool, length);
    const std::int64_t stem_width = add_stem(s, builder);
    fuse_ = convolution({stem_width, s.stage1_channels, 1}, s, builder);
    stage1_ = stage(s.stage1_channels, s.stage1_dilations, s.stage1_dropout, s, builder);
    expand_ = convolution({s.stage1_channels, s.stage2_channels, s.expand_kernel}, s, builder);
    stage2_ = stage(s.stage2_channels, s.stage2_dilations, s.stage2_dropout, s, builder);
    register_list(*this, "stem", stem_);
    register_module("fuse", fuse_);
    register_list(*this, "stage1", stage1_);
    register_module("expand", expand_);
    register_list(*this, "stage2", stage2_);
  }

  at::Tensor forward(const at::Tensor& onehot, const ForwardPass& pass) override {
    at::Tensor x = stem_kind_ == Stem::parallel ? parallel_stem(onehot, pass) : sequential_stem(onehot, pass);
    x = fuse_->activated_pool(x, pool_, activation_, pass);  // (B, C1, 1, L / pool)
    for (const auto& block : stage1_) {
      x = block->forward(x, pass);
    }
    x = expand_->activated_pool(x, pool_, activation_, pass);  // (B, C2, 1, L / pool / pool)
    for (const auto& block : stage2_) {
      x = block->forward(x, pass);
    }
    return x;
  }

  std::int64_t channels() const override { return channels_; }
  std::int64_t positions() const override { return positions_; }

 private:
  static std::shared_ptr<ConvolutionLayer> convolution(const ConvolutionSize& size, const MultiscaleSettings& s,
                                                       NetworkBuilder& builder) {
    return std::make_shared<ConvolutionLayer>(size, s.style, builder.weights);
  }

  // Returns the number of channels after the stem.
  std::int64_t add_stem(const MultiscaleSettings& s, NetworkBuilder& builder) {
    const auto add = [&](const ConvolutionSize& size) {
      stem_.push_back(convolution(size, s, builder));
      stem_dropouts_.push_back(builder.dropout(s.stem_dropout));
    };
    if (s.stem == Stem::parallel) {
      for (const std::int64_t kernel : s.stem_kernels) {
        add({4, s.stem_channels, kernel});
      }
      return static_cast<std::int64_t>(s.stem_kernels.size()) * s.stem_channels;
    }
    std::int64_t inputs = 4;
    for (const std::int64_t dilation : s.sequential_dilations) {
      add({inputs, s.stem_channels, s.sequential_kernel, dilation});
      inputs = s.stem_channels;
    }
    return s.stem_channels;
  }

  static std::vector<std::shared_ptr<ResidualBlock>> stage(std::int64_t channels,
                                                           const std::vector<std::int64_t>& dilations, double dropout,
                                                           const MultiscaleSettings& s, NetworkBuilder& builder) {
    std::vector<std::shared_ptr<ResidualBlock>> blocks;
    for (const std::int64_t dilation : dilations) {
      blocks.push_back(std::make_shared<ResidualBlock>(ResidualBlockSize{channels, s.block_kernel, dilation}, s.style,
                                                       builder.dropout(dropout), builder.weights));
    }
    return blocks;
  }

  at::Tensor parallel_stem(const at::Tensor& onehot, const ForwardPass& pass) {
    std::vector<at::Tensor> branches;
    for (std::size_t i = 0; i < stem_.size(); ++i) {
      branches.push_back(stem_[i]->activated(onehot, activation_, stem_dropouts_[i], pass));
    }
    return branches.size() == 1 ? branches.front() : at::cat(branches, 1);  // (B, stem, 1, L)
  }

  at::Tensor sequential_stem(at::Tensor x, const ForwardPass& pass) {
    for (std::size_t i = 0; i < stem_.size(); ++i) {
      x = stem_[i]->activated(x, activation_, stem_dropouts_[i], pass);
    }
    return x;
  }

  Stem stem_kind_;
  Activation activation_;
  std::int64_t pool_, channels_, positions_ = 0;
  std::vector<std::shared_ptr<ConvolutionLayer>> stem_;
  std::vector<DropoutLayer> stem_dropouts_;
  std::shared_ptr<ConvolutionLayer> fuse_, expand_;
  std::vector<std::shared_ptr<ResidualBlock>> stage1_, stage2_;
};

void describe_stem(Description& d, MultiscaleSettings& s) {
  d.choice<Stem>("stem", s.stem, {{"parallel", Stem::parallel}, {"sequential_dilated", Stem::sequential_dilated}},
                 "Convolutions of several widths side by side, or of one width and growing dilation in a row");
  d.integers("stem_kernels", s.stem_kernels, kernel_limits(), between(1, 16), "bases",
             "Widths (odd) of the parallel stem; one entry gives a single convolution");
  d.integer("sequential_kernel", s.sequential_kernel, kernel_limits(), "bases", "Width (odd) of the sequential stem");
  d.integers("sequential_dilations", s.sequential_dilations, dilation_limits(), between(1, 16), "bases",
             "Dilation of each convolution of the sequential stem");
  d.unused_when("stem_kernels", {is_not("stem", {"parallel"})});
  for (const char* name : {"sequential_kernel", "sequential_dilations"}) {
    d.unused_when(name, {is_not("stem", {"sequential_dilated"})});
  }
  d.integer("stem_channels", s.stem_channels, channel_limits(), "channels", "Channels of each stem convolution");
  d.number("stem_dropout", s.stem_dropout, dropout_limits(), "", "Dropout after each stem convolution");
}

void describe_stages(Description& d, MultiscaleSettings& s) {
  d.integer("stage1_channels", s.stage1_channels, channel_limits(), "channels",
            "Width that the 1x1 fuse convolution brings the stem to, and of the first stage");
  d.integers("stage1_dilations", s.stage1_dilations, dilation_limits(), between(0, 32), "positions",
             "Dilation of each residual block of the first stage; all 1 turns dilation off");
  d.number("stage1_dropout", s.stage1_dropout, dropout_limits(), "", "Dropout within the blocks of the first stage");
  d.integer("expand_kernel", s.expand_kernel, kernel_limits(), "positions",
            "Width (odd) of the convolution from the first stage to the second");
  d.integer("stage2_channels", s.stage2_channels, channel_limits(), "channels", "Width of the second stage");
  d.integers("stage2_dilations", s.stage2_dilations, dilation_limits(), between(0, 32), "positions",
             "Dilation of each residual block of the second stage");
  d.number("stage2_dropout", s.stage2_dropout, dropout_limits(), "", "Dropout within the blocks of the second stage");
  d.integer("block_kernel", s.block_kernel, kernel_limits(), "positions",
            "Width (odd) of the convolutions in residual blocks");
  d.integer("pool", s.pool, between(1, 64), "positions", "Window and stride of both max-pools; 1 turns them off");
}

class Multiscale : public Architecture {
 public:
  Multiscale() : Architecture("multiscale", "Parallel stem convolutions and dilated residual blocks") {}

  std::unique_ptr<Architecture> clone() const override { return std::make_unique<Multiscale>(*this); }

  void describe_settings(Description& d) override {
    MultiscaleSettings& s = settings_;
    describe_stem(d, s);
    describe_stages(d, s);
    describe_head_sizes(d, s.head_sizes, s.head_dropouts);
    d.flag("head_weight_norm", s.head_weight_norm, "Weight norm in the heads as well");
    describe_style(d, s.style);
    d.rule([&s](const Place& place) {
      for (std::size_t i = 0; i < s.stem_kernels.size(); ++i) {
        require_odd(place, concat("stem_kernels[", i, "]"), s.stem_kernels[i]);
      }
      require_odd(place, "sequential_kernel", s.sequential_kernel);
      require_odd(place, "expand_kernel", s.expand_kernel);
      require_odd(place, "block_kernel", s.block_kernel);
      require_groups(place, "stem_channels", s.stem_channels, s.style);
      require_groups(place, "stage1_channels", s.stage1_channels, s.style);
      require_groups(place, "stage2_channels", s.stage2_channels, s.style);
    });
  }

  void scale_widths(const WidthScale& scale) override {
    const WidthScale width = channel_scale(scale, settings_.style);
    for (std::int64_t* channels : {&settings_.stem_channels, &settings_.stage1_channels, &settings_.stage2_channels}) {
      *channels = width(*channels);
    }
    for (std::int64_t& size : settings_.head_sizes) {
      size = scale(size);
    }
  }

  PoolingKind default_pooling() const override { return PoolingKind::mean_max; }

  std::shared_ptr<Trunk> trunk(std::int64_t length, NetworkBuilder& builder) const override {
    return std::make_shared<MultiscaleTrunk>(settings_, length, builder);
  }

  std::shared_ptr<Heads> heads(const HeadsShape& shape, NetworkBuilder& builder) const override {
    const MultiscaleSettings& s = settings_;
    LayerStyle style = s.style;
    style.norm = s.head_weight_norm ? Norm::weight : Norm::none;
    // Small and by fan_in: the convolutions' Kaiming scale would start the heads at outputs of size 10, far from the
    // standardized activities.
    style.start = InitialWeights::fan_in_normal;
    return std::make_shared<TaskHeads>(shape, TaskHeadSize{s.head_sizes, s.head_dropouts}, style, builder);
  }

 private:
  MultiscaleSettings settings_;
};

}  // namespace

std::unique_ptr<Architecture> multiscale() {
  return std::make_unique<Multiscale>();
}

}  // namespace cre
