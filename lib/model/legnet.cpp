// Human LegNet (Penzar et al. 2023; Agarwal et al. 2025), with an output for each task.

#include <vector>

#include "model/architectures.h"
#include "model/legnet_block.h"

namespace cre {
namespace {

struct LegnetSettings {
  std::int64_t stem_channels = 64;
  std::int64_t stem_kernel = 11;
  std::vector<std::int64_t> block_channels = {80, 96, 112, 128};
  std::int64_t block_kernel = 9;
  std::vector<std::int64_t> pools = {2, 2, 2, 2};
  std::int64_t expansion = 4;
  std::int64_t squeeze = 4;
  double head_dropout = 0.0;
  LayerStyle style{.norm = Norm::batch, .activation = ActivationKind::silu, .start = InitialWeights::fan_in_uniform};

  std::int64_t features() const { return 2 * block_channels.back(); }
};

class LegnetTrunk : public Trunk {
 public:
  LegnetTrunk(const LegnetSettings& s, std::int64_t length, NetworkBuilder& builder)
      : activation_(s.style.act()), pools_(s.pools), channels_(s.features()), positions_(length) {
    stem_ = register_module("stem", std::make_shared<ConvolutionLayer>(
                                        ConvolutionSize{4, s.stem_channels, s.stem_kernel}, s.style, builder.weights));
    std::int64_t width = s.stem_channels;
    for (std::size_t i = 0; i < s.block_channels.size(); ++i) {
      const LegnetBlockSize size{width, s.block_channels[i], s.block_kernel, s.expansion, s.squeeze};
      blocks_.push_back(std::make_shared<LegnetBlock>(size, s.style, builder));
      positions_ = pooled_length(concat("legnet.pools[", i, "]"), concat("the pool after block ", i + 1), positions_,
                                 s.pools[i], length);
      width = s.block_channels[i];
    }
    register_list(*this, "blocks", blocks_);
    const OutputNorm norm = output_norm(s.style.norm);
    if (norm != OutputNorm::none) {
      mapper_norm_ = register_module("mapper_norm", std::make_shared<NormLayer>(norm, width, s.style.norm_groups));
    }
    LayerStyle plain = s.style;
    plain.norm = has_weight_norm(s.style.norm) ? Norm::weight : Norm::none;
    mapper_ = register_module(
        "mapper", std::make_shared<ConvolutionLayer>(ConvolutionSize{width, channels_, 1}, plain, builder.weights));
    if (norm == OutputNorm::batch) {
      mapper_->set_input_norm(mapper_norm_.get());
    }
  }

  at::Tensor forward(const at::Tensor& onehot, const ForwardPass& pass) override {
    at::Tensor x = stem_->activated(onehot, activation_, {}, pass);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      x = blocks_[i]->forward(x, pools_[i], pass);
    }
    const bool folded = mapper_->is_folded() && mapper_norm_ && mapper_norm_->kind() == OutputNorm::batch;
    return mapper_->forward(mapper_norm_ && !folded ? mapper_norm_->forward(x, pass) : x, pass);
  }

  std::int64_t channels() const override { return channels_; }
  std::int64_t positions() const override { return positions_; }

 private:
  Activation activation_;
  std::vector<std::int64_t> pools_;
  std::int64_t channels_, positions_;
  std::shared_ptr<ConvolutionLayer> stem_, mapper_;
  std::vector<std::shared_ptr<LegnetBlock>> blocks_;
  std::shared_ptr<NormLayer> mapper_norm_;
};

class LegnetHeads : public Heads {
 public:
  LegnetHeads(const LegnetSettings& s, const HeadsShape& shape, NetworkBuilder& builder) : activation_(s.style.act()) {
    LayerStyle style = s.style;
    style.bias = BiasRule::always;
    hidden_ = register_module(
        "hidden", std::make_shared<LinearLayer>(LinearSize{shape.features, s.features()}, style, builder.weights));
    dropout_ = builder.dropout(s.head_dropout);
    style.norm = Norm::none;
    output_ = register_module(
        "output",
        std::make_shared<LinearLayer>(LinearSize{s.features(), shape.tasks * shape.outputs}, style, builder.weights));
  }

  at::Tensor forward(const at::Tensor& features, const ForwardPass& pass) override {
    return output_->forward(activate(hidden_->forward(features, pass), activation_, dropout_, pass), pass);
  }

 private:
  Activation activation_;
  std::shared_ptr<LinearLayer> hidden_, output_;
  DropoutLayer dropout_;
};

class Legnet : public Architecture {
 public:
  Legnet() : Architecture("legnet", "Human LegNet: EfficientNet-style blocks with squeeze-and-excitation") {}

  std::unique_ptr<Architecture> clone() const override { return std::make_unique<Legnet>(*this); }

  void describe_settings(Description& d) override {
    LegnetSettings& s = settings_;
    const Limits blocks = between(1, 16);
    d.integer("stem_channels", s.stem_channels, channel_limits(), "channels", "Channels of the first convolution");
    d.integer("stem_kernel", s.stem_kernel, kernel_limits(), "bases", "Width (odd) of the first convolution");
    d.integers("block_channels", s.block_channels, channel_limits(), blocks, "channels", "Channels after each block");
    d.integer("block_kernel", s.block_kernel, kernel_limits(), "positions",
              "Width (odd) of the convolutions in blocks");
    d.integers("pools", s.pools, between(1, 64), blocks, "positions",
               "Window of the max-pool after each block; 1 = none");
    d.integer("expansion", s.expansion, between(1, 16), "", "How many times wider a block is inside");
    d.integer("squeeze", s.squeeze, between(1, 256), "",
              "How many times narrower squeeze-and-excitation is than the inside of a block");
    d.number("head_dropout", s.head_dropout, dropout_limits(), "", "Dropout after the hidden layer of the head");
    describe_style(d, s.style);
    d.rule([&s](const Place& place) {
      require_odd(place, "stem_kernel", s.stem_kernel);
      require_odd(place, "block_kernel", s.block_kernel);
      require_groups(place, "stem_channels", s.stem_channels, s.style);
      require_groups(place, "block_channels", s.block_channels, s.style);
      require_length(place, "pools", s.pools.size(), "block_channels", s.block_channels.size());
    });
  }

  void scale_widths(const WidthScale& scale) override {
    const WidthScale width = channel_scale(scale, settings_.style);
    settings_.stem_channels = width(settings_.stem_channels);
    for (std::int64_t& channels : settings_.block_channels) {
      channels = width(channels);
    }
  }

  PoolingKind default_pooling() const override { return PoolingKind::mean; }

  std::shared_ptr<Trunk> trunk(std::int64_t length, NetworkBuilder& builder) const override {
    return std::make_shared<LegnetTrunk>(settings_, length, builder);
  }

  std::shared_ptr<Heads> heads(const HeadsShape& shape, NetworkBuilder& builder) const override {
    return std::make_shared<LegnetHeads>(settings_, shape, builder);
  }

 private:
  LegnetSettings settings_;
};

}  // namespace

std::unique_ptr<Architecture> legnet() {
  return std::make_unique<Legnet>();
}

}  // namespace cre
