// Residual blocks of wide kernels and a stack of dilated convolutions, all at the resolution of single bases.

#include <vector>

#include "model/architectures.h"
#include "model/residual_block.h"
#include "model/task_heads.h"

namespace cre {
namespace {

struct ResnetDilatedSettings {
  std::int64_t channels = 256;
  std::int64_t stem_kernel = 15;
  double stem_dropout = 0.10;
  std::int64_t blocks = 6;
  std::int64_t block_kernel = 7;
  double block_dropout = 0.10;
  std::int64_t dilated_kernel = 3;
  std::vector<std::int64_t> dilated_dilations = {2, 4, 8};
  double dilated_dropout = 0.10;
  std::vector<std::int64_t> head_sizes = {128};
  std::vector<double> head_dropouts = {0.20};
  bool head_weight_norm = true;
  LayerStyle style{
      .norm = Norm::weight_batch, .activation = ActivationKind::gelu, .start = InitialWeights::xavier_uniform};
};

class ResnetDilatedTrunk : public Trunk {
 public:
  ResnetDilatedTrunk(const ResnetDilatedSettings& s, std::int64_t length, NetworkBuilder& builder)
      : activation_(s.style.act()), channels_(s.channels), positions_(length) {
    stem_ = register_module("stem", std::make_shared<ConvolutionLayer>(ConvolutionSize{4, s.channels, s.stem_kernel},
                                                                       s.style, builder.weights));
    stem_dropout_ = builder.dropout(s.stem_dropout);
    for (std::int64_t i = 0; i < s.blocks; ++i) {
      blocks_.push_back(std::make_shared<ResidualBlock>(ResidualBlockSize{s.channels, s.block_kernel, 1}, s.style,
                                                        builder.dropout(s.block_dropout), builder.weights));
    }
    for (const std::int64_t dilation : s.dilated_dilations) {
      const ConvolutionSize size{s.channels, s.channels, s.dilated_kernel, dilation};
      dilated_.push_back(std::make_shared<ConvolutionLayer>(size, s.style, builder.weights));
      dilated_dropouts_.push_back(builder.dropout(s.dilated_dropout));
    }
    register_list(*this, "blocks", blocks_);
    register_list(*this, "dilated", dilated_);
  }

  at::Tensor forward(const at::Tensor& onehot, const ForwardPass& pass) override {
    at::Tensor x = stem_->activated(onehot, activation_, stem_dropout_, pass);  // (B, C, 1, L)
    for (const auto& block : blocks_) {
      x = block->forward(x, pass);
    }
    for (std::size_t i = 0; i < dilated_.size(); ++i) {
      x = dilated_[i]->activated(x, activation_, dilated_dropouts_[i], pass);
    }
    return x;
  }

  std::int64_t channels() const override { return channels_; }
  std::int64_t positions() const override { return positions_; }

 private:
  Activation activation_;
  std::int64_t channels_, positions_;
  std::shared_ptr<ConvolutionLayer> stem_;
  DropoutLayer stem_dropout_;
  std::vector<std::shared_ptr<ResidualBlock>> blocks_;
  std::vector<std::shared_ptr<ConvolutionLayer>> dilated_;
  std::vector<DropoutLayer> dilated_dropouts_;
};

class ResnetDilated : public Architecture {
 public:
  ResnetDilated() : Architecture("resnet_dilated", "Residual blocks of wide kernels, then dilated convolutions") {}

  std::unique_ptr<Architecture> clone() const override { return std::make_unique<ResnetDilated>(*this); }

  void describe_settings(Description& d) override {
    ResnetDilatedSettings& s = settings_;
    d.integer("channels", s.channels, channel_limits(), "channels", "Width of the whole trunk");
    d.integer("stem_kernel", s.stem_kernel, kernel_limits(), "bases", "Width (odd) of the first convolution");
    d.number("stem_dropout", s.stem_dropout, dropout_limits(), "", "Dropout after the first convolution");
    d.integer("blocks", s.blocks, between(0, 64), "blocks", "Residual blocks");
    d.integer("block_kernel", s.block_kernel, kernel_limits(), "bases",
              "Width (odd) of the convolutions of residual blocks");
    d.number("block_dropout", s.block_dropout, dropout_limits(), "", "Dropout within the residual blocks");
    d.integer("dilated_kernel", s.dilated_kernel, kernel_limits(), "bases", "Width (odd) of the dilated convolutions");
    d.integers("dilated_dilations", s.dilated_dilations, dilation_limits(), between(0, 32), "bases",
               "Dilation of each convolution of the dilated stack");
    d.number("dilated_dropout", s.dilated_dropout, dropout_limits(), "",
             "Dropout after each convolution of the dilated stack");
    describe_head_sizes(d, s.head_sizes, s.head_dropouts);
    d.flag("head_weight_norm", s.head_weight_norm, "Weight norm in the heads as well");
    describe_style(d, s.style);
    d.rule([&s](const Place& place) {
      require_odd(place, "stem_kernel", s.stem_kernel);
      require_odd(place, "block_kernel", s.block_kernel);
      require_odd(place, "dilated_kernel", s.dilated_kernel);
      require_groups(place, "channels", s.channels, s.style);
    });
  }

  void scale_widths(const WidthScale& scale) override {
    settings_.channels = channel_scale(scale, settings_.style)(settings_.channels);
    for (std::int64_t& size : settings_.head_sizes) {
      size = scale(size);
    }
  }

  PoolingKind default_pooling() const override { return PoolingKind::mean; }

  std::shared_ptr<Trunk> trunk(std::int64_t length, NetworkBuilder& builder) const override {
    return std::make_shared<ResnetDilatedTrunk>(settings_, length, builder);
  }

  std::shared_ptr<Heads> heads(const HeadsShape& shape, NetworkBuilder& builder) const override {
    LayerStyle style = settings_.style;
    style.norm = settings_.head_weight_norm ? Norm::weight : Norm::none;
    return std::make_shared<TaskHeads>(shape, TaskHeadSize{settings_.head_sizes, settings_.head_dropouts}, style,
                                       builder);
  }

 private:
  ResnetDilatedSettings settings_;
};

}  // namespace

std::unique_ptr<Architecture> resnet_dilated() {
  return std::make_unique<ResnetDilated>();
}

}  // namespace cre
