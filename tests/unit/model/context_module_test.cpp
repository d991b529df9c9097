// The self-attention module against LibTorch's own attention, layer norm and GELU.

#include "model/context_module.h"

#include <cmath>

#include "expect_error.h"
#include "model/small_network.h"

namespace cre {
namespace {

constexpr std::int64_t kChannels = 5, kPositions = 7, kWidth = 6;

ContextModule module_of(const ContextConfig& config, std::int64_t channels = kChannels) {
  NetworkBuilder builder{.weights = WeightSource(3)};
  ContextModule module(config, channels, kPositions, builder);
  at::manual_seed(2);
  const torch::NoGradGuard no_gradients;
  for (const at::Tensor& parameter : module.parameters()) {
    parameter.copy_(0.4 * at::randn_like(parameter));
  }
  return module;
}

at::Tensor features(std::int64_t channels = kChannels) {
  at::manual_seed(1);
  return at::randn({3, channels, 1, kPositions}).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor linear(const ContextModule& module, const std::string& name, const at::Tensor& x) {
  return at::linear(x, value_of(module, name + ".weight"), value_of(module, name + ".bias"));
}

at::Tensor norm(const ContextModule& module, const std::string& name, const at::Tensor& x) {
  return at::layer_norm(x, {kWidth}, value_of(module, name + ".weight"), value_of(module, name + ".bias"), 1e-5);
}

// s[p, 2i] = sin(p / 10000^(2i / 6)), s[p, 2i + 1] = cos of the same.
at::Tensor positions() {
  const at::Tensor p = at::arange(kPositions, at::kFloat).unsqueeze(1);
  std::vector<at::Tensor> columns;
  for (int i = 0; i < 3; ++i) {
    const at::Tensor angle = p / std::pow(10000.0, 2.0 * i / 6.0);
    columns.insert(columns.end(), {angle.sin(), angle.cos()});
  }
  return at::cat(columns, 1);
}

// (B, P, width) as (B, heads, P, width / heads).
at::Tensor split_heads(const at::Tensor& x, std::int64_t heads) {
  return x.unflatten(2, {heads, -1}).transpose(1, 2);
}

at::Tensor reference(const ContextModule& module, const at::Tensor& x, std::int64_t layers, std::int64_t heads) {
  const at::Tensor tokens = x.squeeze(2).transpose(1, 2);
  at::Tensor t = linear(module, "input", tokens) + positions();
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::string layer = "layers." + std::to_string(i) + ".";
    const at::Tensor all = linear(module, layer + "queries_keys_values", norm(module, layer + "attention_norm", t));
    const auto qkv = all.chunk(3, 2);
    const at::Tensor mixed = at::scaled_dot_product_attention(split_heads(qkv[0], heads), split_heads(qkv[1], heads),
                                                              split_heads(qkv[2], heads));
    t = t + linear(module, layer + "attention_output", mixed.transpose(1, 2).flatten(2));
    const at::Tensor hidden = at::gelu(linear(module, layer + "feed_hidden", norm(module, layer + "feed_norm", t)));
    t = t + linear(module, layer + "feed_output", hidden);
  }
  return (tokens + linear(module, "output", t)).transpose(1, 2).unsqueeze(2);
}

TEST(ContextModule, EqualsLibTorchsAttention) {
  for (const std::int64_t layers : {1, 2}) {
    for (const std::int64_t heads : {1, 2, 3}) {
      ContextModule module = module_of({.layers = layers, .width = kWidth, .heads = heads});
      const at::Tensor y = module.forward(features(), ForwardPass{});
      const at::Tensor expected = reference(module, features(), layers, heads);
      EXPECT_TRUE(at::allclose(y, expected, 1e-4, 1e-5)) << layers << ' ' << heads;
    }
  }
}

TEST(ContextModule, CarriesSinusoidalPositions) {
  // Both parts of the layer silenced and W_out the identity: what comes out is x + W_in x + b + positions.
  ContextModule module = module_of({.layers = 1, .width = 4, .heads = 2}, 4);
  for (const char* name : {"input", "output", "layers.0.attention_output", "layers.0.feed_output"}) {
    set_value(module, std::string(name) + ".weight", at::zeros({1, 1}));
    set_value(module, std::string(name) + ".bias", at::zeros({1}));
  }
  set_value(module, "output.weight", at::eye(4));
  const at::Tensor added = (module.forward(features(4), ForwardPass{}) - features(4)).squeeze(2);  // (B, 4, P)
  for (int p = 0; p < kPositions; ++p) {
    EXPECT_NEAR(added[1][0][p].item<double>(), std::sin(p), 1e-5);
    EXPECT_NEAR(added[1][1][p].item<double>(), std::cos(p), 1e-5);
    EXPECT_NEAR(added[1][2][p].item<double>(), std::sin(p / 100.0), 1e-5);
    EXPECT_NEAR(added[1][3][p].item<double>(), std::cos(p / 100.0), 1e-5);
  }
}

TEST(ContextModule, EveryParameterLearns) {
  ContextModule module = module_of({.layers = 2, .width = kWidth, .heads = 2});
  module.forward(features(), {.mode = Mode::training}).square().sum().backward();
  for (const auto& item : module.named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_GT(item.value().grad().abs().sum().item<float>(), 0.0F) << item.key();
  }
}

TEST(ContextModule, DropoutBelongsToTrainingAndToTheStep) {
  ContextModule module = module_of({.layers = 1, .width = kWidth, .heads = 2, .dropout = 0.5});
  const auto output = [&](const ForwardPass& pass) { return module.forward(features(), pass); };
  const at::Tensor first = output({.mode = Mode::training, .seed = 1, .step = 0});
  EXPECT_TRUE(at::equal(first, output({.mode = Mode::training, .seed = 1, .step = 0})));
  EXPECT_FALSE(at::allclose(first, output({.mode = Mode::training, .seed = 1, .step = 1})));
  EXPECT_FALSE(at::allclose(first, output(ForwardPass{})));
}

TEST(ContextModule, UsesTwoDropoutNumbersALayer) {
  NetworkBuilder builder{.weights = WeightSource(3), .dropout_layers = 4};
  const ContextModule module({.layers = 3, .width = kWidth, .heads = 2}, kChannels, kPositions, builder);
  EXPECT_EQ(builder.dropout_layers, 10U);
}

TEST(ContextModule, WidthIsAMultipleOfHeads) {
  expect_error(ErrorKind::config, "test: context.width: 10 is not a multiple of heads, 4",
               [] { model_config({{"context", {{"width", 10}, {"heads", 4}}}}); });
}

}  // namespace
}  // namespace cre
