#pragma once
// What convolutions and linear layers share: a weight with or without weight norm, a bias, a norm of the outputs, and
// the plain weights that all of this amounts to in prediction.

#include <cstdint>
#include <memory>

#include "layers/forward_pass.h"
#include "layers/layer_style.h"
#include "layers/norm_layer.h"
#include "layers/torch.h"

namespace cre {

/// Parameters: weight (O, ...), or weight_g (O, 1, ...) and weight_v (O, ...) with weight norm; bias (O) unless a norm
/// of the outputs stands for it; norm.* of that norm.
class WeightedLayer : public torch::nn::Module {
 public:
  /// The weight that is used, float32: g v / |v| with weight norm.
  at::Tensor effective_weight() const;

  /// A batch norm of this layer's inputs that stands in front of it, to be folded as well; only where no padding comes
  /// between (linear layers, convolutions of width 1). The network owns it and applies it while is_folded() is false.
  void set_input_norm(const NormLayer* norm) { input_norm_ = norm; }
  bool is_folded() const { return folded_weight_.defined(); }

  /// Makes a weight that has just been initialised smaller, unless a norm of the outputs would undo it.
  void scale_start(double share);

  /// Keeps weight and bias with weight norm and batch norm folded in, in the arithmetic of predictions, until unfold().
  /// Predictions use them; a folded layer must not be trained.
  void fold(at::ScalarType dtype);
  virtual void unfold();

 protected:
  WeightedLayer(const LayerStyle& style, at::IntArrayRef weight_shape, WeightSource& source);

  /// What to compute with in this pass; `normed` tells whether the norm of the outputs is contained already.
  struct Operands {
    at::Tensor weight, bias;  // bias: float32, may be undefined
    bool normed;

    /// In the arithmetic of the weight.
    at::Tensor rounded_bias() const { return bias.defined() ? bias.to(weight.scalar_type()) : bias; }
  };
  Operands operands(const ForwardPass& pass) const;

  /// Is nothing left to do after the weight and bias of the operands?
  bool is_wholly_folded() const;

  /// The norm of the outputs that is still to be applied after the operands; null for none.
  NormLayer* norm_after(const Operands& used) const { return used.normed ? nullptr : norm_.get(); }

  /// The norm of the outputs, unless contained in the operands.
  at::Tensor normalised(const at::Tensor& y, const Operands& used, const ForwardPass& pass);

 private:
  at::Tensor weight_, weight_g_, weight_v_, bias_;
  at::Tensor folded_weight_, folded_bias_;
  std::shared_ptr<NormLayer> norm_;
  const NormLayer* input_norm_ = nullptr;
};

/// Folds all layers of a network while it lives, so that many batches can be predicted with the plain weights.
class FoldedWeights {
 public:
  FoldedWeights(torch::nn::Module& network, at::ScalarType dtype);
  ~FoldedWeights();
  FoldedWeights(const FoldedWeights&) = delete;
  FoldedWeights& operator=(const FoldedWeights&) = delete;

 private:
  torch::nn::Module& network_;
};

}  // namespace cre
