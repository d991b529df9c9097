#include "model/context_module.h"

#include <cmath>

#include "layers/layer_table.h"

namespace cre {
namespace {

at::Tensor sinusoids(std::int64_t positions, std::int64_t width) {
  at::Tensor table = at::empty({positions, width}, at::kFloat);
  float* value = table.data_ptr<float>();
  for (std::int64_t p = 0; p < positions; ++p) {
    for (std::int64_t i = 0; i < width; ++i, ++value) {
      const double exponent = static_cast<double>(i - i % 2) / static_cast<double>(width);
      const double angle = static_cast<double>(p) / std::pow(10000.0, exponent);
      *value = static_cast<float>(i % 2 == 0 ? std::sin(angle) : std::cos(angle));
    }
  }
  return table;
}

// Norms over the last axis; NormLayer takes (N, C).
at::Tensor norm_tokens(NormLayer& norm, const at::Tensor& t, const ForwardPass& pass) {
  return norm.forward(t.reshape({-1, t.size(2)}), pass).view(t.sizes());
}

}  // namespace

void describe(Description& d, ContextConfig& c) {
  d.integer("layers", c.layers, between(0, 16), "layers", "Self-attention layers in front of the pooling; 0 = none");
  d.integer("width", c.width, between(2, 4096), "channels", "Width of the self-attention; a multiple of heads");
  d.integer("heads", c.heads, between(1, 64), "", "Attention heads");
  d.number("dropout", c.dropout, dropout_limits(), "", "Dropout after attention and after the feed-forward part");
  for (const char* name : {"width", "heads", "dropout"}) {
    d.unused_when(name, {is("layers", {0})});
  }
  d.rule([&c](const Place& place) {
    if (c.width % c.heads != 0) {
      place.child("width").fail(c.width, " is not a multiple of heads, ", c.heads);
    }
  });
}

ContextModule::ContextModule(const ContextConfig& config, std::int64_t channels, std::int64_t positions,
                             NetworkBuilder& builder)
    : config_(config), positions_(sinusoids(positions, config.width)) {
  LayerStyle style;
  style.start = InitialWeights::xavier_uniform;
  const std::int64_t width = config.width;
  const auto linear = [&](std::int64_t inputs, std::int64_t outputs) {
    return std::make_shared<LinearLayer>(LinearSize{inputs, outputs}, style, builder.weights);
  };
  input_ = register_module("input", linear(channels, width));
  const auto list = register_module("layers", std::make_shared<torch::nn::ModuleListImpl>());
  for (std::int64_t i = 0; i < config.layers; ++i) {
    const auto module = std::make_shared<torch::nn::Module>();
    const auto norm = [&](const char* name) {
      return module->register_module(name, std::make_shared<NormLayer>(OutputNorm::layer, width, 1));
    };
    Layer layer;
    layer.attention_norm = norm("attention_norm");
    layer.queries_keys_values = module->register_module("queries_keys_values", linear(width, 3 * width));
    layer.attention_output = module->register_module("attention_output", linear(width, width));
    layer.attention_dropout = builder.dropout(config.dropout);
    layer.feed_norm = norm("feed_norm");
    layer.feed_hidden = module->register_module("feed_hidden", linear(width, 4 * width));
    layer.feed_output = module->register_module("feed_output", linear(4 * width, width));
    layer.feed_dropout = builder.dropout(config.dropout);
    layers_.push_back(layer);
    list->push_back(module);
  }
  output_ = register_module("output", linear(width, channels));
}

at::Tensor ContextModule::attend(const Layer& layer, const at::Tensor& t, const ForwardPass& pass) const {
  const std::int64_t batch = t.size(0), count = t.size(1), head_width = config_.width / config_.heads;
  const at::Tensor parts = layer.queries_keys_values->forward(norm_tokens(*layer.attention_norm, t, pass), pass)
                               .view({batch, count, 3, config_.heads, head_width})
                               .permute({2, 0, 3, 1, 4});  // (3, B, heads, P, width / heads)
  const at::Tensor scores =
      at::matmul(parts[0], parts[1].transpose(2, 3)) / std::sqrt(static_cast<double>(head_width));  // (B, heads, P, P)
  if (pass.table != nullptr) {
    pass.table->add(*this, "self-attention", {count, config_.width}, 2 * count * count * config_.width);
  }
  const at::Tensor share = scores.to(at::kFloat).softmax(3).to(t.scalar_type());
  const at::Tensor mixed = at::matmul(share, parts[2]).transpose(1, 2).reshape({batch, count, config_.width});
  return drop(layer.attention_output->forward(mixed, pass), layer.attention_dropout, pass);
}

at::Tensor ContextModule::feed(const Layer& layer, const at::Tensor& t, const ForwardPass& pass) const {
  const at::Tensor hidden = at::gelu(layer.feed_hidden->forward(norm_tokens(*layer.feed_norm, t, pass), pass));
  return drop(layer.feed_output->forward(hidden, pass), layer.feed_dropout, pass);
}

at::Tensor ContextModule::forward(const at::Tensor& x, const ForwardPass& pass) {
  const at::Tensor tokens = x.squeeze(2).transpose(1, 2);  // (B, P, C)
  if (positions_.device() != x.device()) {
    positions_ = positions_.to(x.device());
  }
  at::Tensor t = input_->forward(tokens, pass) + positions_.to(x.scalar_type());
  for (const Layer& layer : layers_) {
    t = t + attend(layer, t, pass);
    t = t + feed(layer, t, pass);
  }
  return (tokens + output_->forward(t, pass)).transpose(1, 2).unsqueeze(2);
}

}  // namespace cre
