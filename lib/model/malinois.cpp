// Malinois (Gosai et al., Nature 2024): the Basset-like trunk of three convolutions, one linear layer for all tasks and
// a branch for each. Facts from the authors' released code and weights.

#include <vector>

#include "layers/convolution_layer.h"
#include "model/architectures.h"
#include "model/task_heads.h"

namespace cre {
namespace {

struct MalinoisSettings {
  std::vector<std::int64_t> channels = {300, 200, 200};
  std::vector<std::int64_t> kernels = {19, 11, 7};
  std::vector<std::int64_t> pools = {3, 4, 4};
  std::int64_t pool_padding = 1;
  std::int64_t linear_size = 1000;
  double linear_dropout = 0.11625456877954289;
  std::vector<std::int64_t> head_sizes = {140, 140, 140};
  double head_dropout = 0.5757068086404574;
  LayerStyle style{.norm = Norm::batch,
                   .activation = ActivationKind::relu,
                   .start = InitialWeights::fan_in_uniform,
                   .bias = BiasRule::always};
};

class MalinoisTrunk : public Trunk {
 public:
  MalinoisTrunk(const MalinoisSettings& s, std::int64_t length, NetworkBuilder& builder)
      : settings_(s), activation_(s.style.act()), positions_(length) {
    std::int64_t inputs = 4;
    for (std::size_t i = 0; i < s.channels.size(); ++i) {
      const ConvolutionSize size{inputs, s.channels[i], s.kernels[i]};
      convolutions_.push_back(std::make_shared<ConvolutionLayer>(size, s.style, builder.weights));
      positions_ = pooled_length(concat("malinois.pools[", i, "]"), concat("the pool after convolution ", i + 1),
                                 positions_ + 2 * padding(i), s.pools[i], length);
      inputs = s.channels[i];
    }
    register_list(*this, "convolutions", convolutions_);
  }

  at::Tensor forward(const at::Tensor& onehot, const ForwardPass& pass) override {
    at::Tensor x = onehot;
    for (std::size_t i = 0; i < convolutions_.size(); ++i) {
      ConvolutionLayer& convolution = *convolutions_[i];
      const std::int64_t pool = settings_.pools[i], pad = padding(i);
      if (pad == 0) {
        x = convolution.activated_pool(x, pool, activation_, pass);
      } else {
        x = max_pool(at::constant_pad_nd(convolution.activated(x, activation_, {}, pass), {pad, pad}), pool);
      }
    }
    return x;
  }

  std::int64_t channels() const override { return settings_.channels.back(); }
  std::int64_t positions() const override { return positions_; }

 private:
  std::int64_t padding(std::size_t layer) const {
    return layer + 1 == settings_.channels.size() ? settings_.pool_padding : 0;
  }

  MalinoisSettings settings_;
  Activation activation_;
  std::int64_t positions_;
  std::vector<std::shared_ptr<ConvolutionLayer>> convolutions_;
};

class MalinoisHeads : public Heads {
 public:
  MalinoisHeads(const MalinoisSettings& s, const HeadsShape& shape, NetworkBuilder& builder)
      : activation_(s.style.act()) {
    shared_ = register_module(
        "shared", std::make_shared<LinearLayer>(LinearSize{shape.features, s.linear_size}, s.style, builder.weights));
    dropout_ = builder.dropout(s.linear_dropout);
    LayerStyle style = s.style;
    style.norm = Norm::none;
    style.start = InitialWeights::branch_uniform;
    const TaskHeadSize size{s.head_sizes, std::vector<double>(s.head_sizes.size(), s.head_dropout), LastHidden::plain};
    branches_ = register_module(
        "branches",
        std::make_shared<TaskHeads>(HeadsShape{s.linear_size, shape.tasks, shape.outputs}, size, style, builder));
  }

  at::Tensor forward(const at::Tensor& features, const ForwardPass& pass) override {
    return branches_->forward(activate(shared_->forward(features, pass), activation_, dropout_, pass), pass);
  }

 private:
  Activation activation_;
  std::shared_ptr<LinearLayer> shared_;
  DropoutLayer dropout_;
  std::shared_ptr<TaskHeads> branches_;
};

class Malinois : public Architecture {
 public:
  Malinois() : Architecture("malinois", "The published network of Gosai et al. 2024") {}

  std::unique_ptr<Architecture> clone() const override { return std::make_unique<Malinois>(*this); }

  void describe_settings(Description& d) override {
    MalinoisSettings& s = settings_;
    const Limits layers = between(1, 16);
    d.integers("channels", s.channels, channel_limits(), layers, "channels", "Channels of each convolution");
    d.integers("kernels", s.kernels, kernel_limits(), layers, "positions", "Width (odd) of each convolution");
    d.integers("pools", s.pools, between(1, 64), layers, "positions",
               "Window of the max-pool after each convolution; 1 = none");
    d.integer("pool_padding", s.pool_padding, between(0, 64), "positions",
              "Zeros on both sides in front of the last max-pool");
    d.integer("linear_size", s.linear_size, channel_limits(), "units", "The linear layer that all tasks share");
    d.number("linear_dropout", s.linear_dropout, dropout_limits(), "", "Dropout after the shared linear layer");
    d.integers("head_sizes", s.head_sizes, channel_limits(), between(0, 8), "units",
               "Hidden layers of each task's branch; the last has no activation");
    d.number("head_dropout", s.head_dropout, dropout_limits(), "",
             "Dropout after the hidden layers of a branch but the last");
    describe_style(d, s.style);
    d.rule([&s](const Place& place) {
      for (std::size_t i = 0; i < s.kernels.size(); ++i) {
        require_odd(place, concat("kernels[", i, "]"), s.kernels[i]);
      }
      require_groups(place, "channels", s.channels, s.style);
      require_groups(place, "linear_size", s.linear_size, s.style);
      require_length(place, "kernels", s.kernels.size(), "channels", s.channels.size());
      require_length(place, "pools", s.pools.size(), "channels", s.channels.size());
    });
  }

  void scale_widths(const WidthScale& scale) override {
    const WidthScale width = channel_scale(scale, settings_.style);
    for (std::int64_t& channels : settings_.channels) {
      channels = width(channels);
    }
    settings_.linear_size = width(settings_.linear_size);
    for (std::int64_t& size : settings_.head_sizes) {
      size = scale(size);
    }
  }

  PoolingKind default_pooling() const override { return PoolingKind::flatten; }

  std::shared_ptr<Trunk> trunk(std::int64_t length, NetworkBuilder& builder) const override {
    return std::make_shared<MalinoisTrunk>(settings_, length, builder);
  }

  std::shared_ptr<Heads> heads(const HeadsShape& shape, NetworkBuilder& builder) const override {
    return std::make_shared<MalinoisHeads>(settings_, shape, builder);
  }

 private:
  MalinoisSettings settings_;
};

}  // namespace

std::unique_ptr<Architecture> malinois() {
  return std::make_unique<Malinois>();
}

}  // namespace cre
