#pragma once
// Self-attention over positions: lets distant parts of a sequence see each other (Vaswani et al. 2017, pre-norm).

#include <cstdint>
#include <memory>
#include <vector>

#include "core/config.h"
#include "layers/linear_layer.h"
#include "layers/norm_layer.h"
#include "layers/torch.h"
#include "model/network_builder.h"

namespace cre {

struct ContextConfig {
  std::int64_t layers = 0;
  std::int64_t width = 128;
  std::int64_t heads = 2;
  double dropout = 0.1;
};

void describe(Description& d, ContextConfig& c);

/// x + W_out t, with t = W_in x + positions carried through the layers (docs/models.md).
class ContextModule : public torch::nn::Module {
 public:
  ContextModule(const ContextConfig& config, std::int64_t channels, std::int64_t positions, NetworkBuilder& builder);

  /// x: (B, C, 1, P), returns (B, C, 1, P).
  at::Tensor forward(const at::Tensor& x, const ForwardPass& pass);

 private:
  struct Layer {
    std::shared_ptr<NormLayer> attention_norm, feed_norm;
    std::shared_ptr<LinearLayer> queries_keys_values, attention_output, feed_hidden, feed_output;
    DropoutLayer attention_dropout, feed_dropout;
  };
  at::Tensor attend(const Layer& layer, const at::Tensor& t, const ForwardPass& pass) const;
  at::Tensor feed(const Layer& layer, const at::Tensor& t, const ForwardPass& pass) const;

  ContextConfig config_;
  std::shared_ptr<LinearLayer> input_, output_;
  at::Tensor positions_;  // (P, width), fixed
  std::vector<Layer> layers_;
};

}  // namespace cre
