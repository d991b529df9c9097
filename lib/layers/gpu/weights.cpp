#include "layers/gpu/weights.h"

#include <optional>

#include "layers/gpu/kernels.h"
#include "layers/kernel_tensors.h"

namespace cre::gpu {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Program weights_program(at::ScalarType number) {
  return {.source = Source::weights, .number = number};
}

// (O, I, k) whose memory is (O, k, I); two dimensions stay as they are.
at::Tensor channels_last_of(const at::Tensor& weight) {
  return weight.dim() == 2 ? weight : weight.transpose(1, 2);
}

struct EffectiveWeight : torch::autograd::Function<EffectiveWeight> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& v, const std::optional<at::Tensor>& g,
                            at::ScalarType number) {
    const at::Tensor factors = g.value_or(at::Tensor());
    const std::int64_t outputs = v.size(0), inputs = v.size(1), taps = v.dim() == 2 ? 1 : v.size(2);
    const at::Tensor norms = g ? at::empty({outputs}, v.options()) : at::Tensor();
    const at::Tensor weight = v.dim() == 2 ? at::empty({outputs, inputs}, v.options().dtype(number))
                                           : at::empty({outputs, taps, inputs}, v.options().dtype(number));
    launch(weights_program(number), v.device(), "effective_weight", {outputs}, address(v), address(factors),
           address(weight), address(norms), static_cast<unsigned>(inputs), static_cast<unsigned>(taps));
    ctx->save_for_backward({v, factors, norms});
    return channels_last_of(weight);
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const variable_list saved = ctx->get_saved_variables();
    const at::Tensor &v = saved[0], &g = saved[1], &norms = saved[2];
    const at::Tensor grad = channels_last_of(gradients.front()).contiguous();
    const std::int64_t outputs = v.size(0), inputs = v.size(1), taps = v.dim() == 2 ? 1 : v.size(2);
    const at::Tensor grad_v = at::empty_like(v), grad_g = g.defined() ? at::empty_like(g) : at::Tensor();
    launch(weights_program(grad.scalar_type()), v.device(), "effective_weight_backward", {outputs}, address(v),
           address(g), address(norms), address(grad), address(grad_v), address(grad_g), static_cast<unsigned>(inputs),
           static_cast<unsigned>(taps));
    return {grad_v, grad_g, at::Tensor()};
  }
};

}  // namespace

bool has_weights(const at::Tensor& v, at::ScalarType number) {
  return v.is_contiguous() && runs(weights_program(number), v);
}

at::Tensor effective_weight(const at::Tensor& v, const at::Tensor& g, at::ScalarType number) {
  return EffectiveWeight::apply(v, where_defined(g), number);
}

}  // namespace cre::gpu
