#include "layers/channel_gate.h"

#include <cstdint>

#include "layers/gpu/positions.h"
#include "layers/kernel_tensors.h"
#include "layers/openmp.h"
#include "layers/position_kernels.h"

namespace cre {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

kernels::Positions positions_of(const at::Tensor& x) {
  return {static_cast<std::size_t>(x.size(3)), static_cast<std::size_t>(x.size(1))};
}

at::Tensor like_channels(const at::Tensor& x) {  // (B, C) float32
  return at::empty({x.size(0), x.size(1)}, x.options().dtype(at::kFloat));
}

// Calls body(type, first value of x and of channels) for each element.
template <class Body>
void for_elements(const at::Tensor& x, const Body& body) {
  const std::int64_t channels = x.size(1), values = channels * x.size(3);
  with_number_type(x, [&](auto tag) {
    openmp::parallel_for(x.size(0), [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t element = begin; element < end; ++element) {
        body(tag, element * values, element * channels);
      }
    });
  });
}

struct PositionMean : torch::autograd::Function<PositionMean> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x) {
    ctx->saved_data["length"] = x.size(3);
    if (gpu::is_there(x)) {
      return gpu::position_mean(x);
    }
    const at::Tensor sum = like_channels(x);
    for_elements(x, [&](auto tag, std::int64_t value, std::int64_t channel) {
      kernels::sum_positions(data<decltype(tag)>(x) + value, positions_of(x), data<float>(sum) + channel);
    });
    return sum.div(x.size(3)).to(x.scalar_type());
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const std::int64_t length = ctx->saved_data["length"].toInt();
    const at::Tensor& grad = gradients.front();
    if (gpu::is_there(grad)) {
      return {gpu::position_mean_backward(grad.contiguous(), length)};
    }
    const at::Tensor share = grad.to(at::kFloat).div(length).contiguous();
    at::Tensor grad_x =
        at::empty({grad.size(0), grad.size(1), 1, length}, grad.options(), at::MemoryFormat::ChannelsLast);
    for_elements(grad_x, [&](auto tag, std::int64_t value, std::int64_t channel) {
      kernels::spread(data<float>(share) + channel, positions_of(grad_x), data<decltype(tag)>(grad_x) + value);
    });
    return {grad_x};
  }
};

struct Gate : torch::autograd::Function<Gate> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& gate) {
    ctx->save_for_backward({x, gate});
    if (gpu::is_there(x)) {
      return gpu::gate(x, gate);
    }
    at::Tensor y = at::empty_like(x);
    for_elements(x, [&](auto tag, std::int64_t value, std::int64_t channel) {
      using Number = decltype(tag);
      kernels::gate(data<Number>(x) + value, data<Number>(gate) + channel, positions_of(x), data<Number>(y) + value);
    });
    return y;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const variable_list saved = ctx->get_saved_variables();
    const at::Tensor &x = saved[0], &gate = saved[1];
    const at::Tensor grad_y = for_kernels(gradients.front());
    if (gpu::is_there(x)) {
      const gpu::GateGradients found = gpu::gate_backward(grad_y, x, gate);
      return {found.x, found.gate.to(gate.scalar_type())};
    }
    at::Tensor grad_x = at::empty_like(x);
    const at::Tensor grad_gate = like_channels(x);
    for_elements(x, [&](auto tag, std::int64_t value, std::int64_t channel) {
      using Number = decltype(tag);
      kernels::gate_backward(data<Number>(grad_y) + value, data<Number>(x) + value, data<Number>(gate) + channel,
                             positions_of(x), data<Number>(grad_x) + value, data<float>(grad_gate) + channel);
    });
    return {grad_x, grad_gate.to(gate.scalar_type())};
  }
};

bool has_gate_kernels(const at::Tensor& x) {
  return has_kernels(x) || gpu::has_positions(x);
}

}  // namespace

at::Tensor position_mean(const at::Tensor& x) {
  return has_gate_kernels(x) ? PositionMean::apply(for_kernels(x)) : x.mean({2, 3});
}

at::Tensor gated(const at::Tensor& x, const at::Tensor& gate) {
  return has_gate_kernels(x) && gate.scalar_type() == x.scalar_type() ? Gate::apply(for_kernels(x), for_kernels(gate))
                                                                      : x * gate.unsqueeze(2).unsqueeze(3);
}

}  // namespace cre
