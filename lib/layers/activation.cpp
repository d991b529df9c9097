#include "layers/activation.h"

#include <algorithm>
#include <optional>

#include "core/error.h"
#include "core/random.h"
#include "layers/activation_operations.h"
#include "layers/dropout.h"
#include "layers/elementwise_kernels.h"
#include "layers/gpu/activation.h"
#include "layers/kernel_tensors.h"
#include "layers/openmp.h"

namespace cre {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Values a thread takes at a time: whole dropout chunks.
constexpr std::int64_t kGrain = 32 * kDropoutChunk;

kernels::Dropout kernel_dropout(const DropoutMask& mask) {
  return {.key = {static_cast<std::uint32_t>(mask.seed), static_cast<std::uint32_t>(mask.seed >> 32U)},
          .counter = {mask.layer, static_cast<std::uint32_t>(mask.step),
                      (static_cast<std::uint32_t>(RandomPurpose::dropout) << 24U) ^
                          static_cast<std::uint32_t>((mask.step >> 32U) & 0xFFFFFFU)},
          .threshold = mask.threshold,
          .scale = mask.scale()};
}

// A tensor that the processor may write to in place: autograd follows writes into a view at the price of a copy as
// well.
at::Tensor owned(const at::Tensor& x) {
  const at::Tensor ordered = in_channel_order(x);
  return ordered.is_view() ? ordered.clone() : ordered;
}

// Calls body(first, count) for pieces of `count` values that start at whole dropout chunks.
template <class Body>
void for_pieces(std::int64_t count, const Body& body) {
  const std::int64_t pieces = (count + kGrain - 1) / kGrain;
  openmp::parallel_for(pieces, [&](std::int64_t begin, std::int64_t end) {
    const std::int64_t first = begin * kGrain;
    body(static_cast<std::size_t>(first), static_cast<std::size_t>(std::min(count, end * kGrain) - first));
  });
}

void activate_on_processor(const at::Tensor& x, const at::Tensor& residual, double slope, const DropoutMask& mask) {
  const kernels::Dropout drop = kernel_dropout(mask);
  with_number_type(x, [&](auto tag) {
    using Number = decltype(tag);
    for_pieces(x.numel(), [&](std::size_t first, std::size_t count) {
      const Number* other = residual.defined() ? data<Number>(residual) + first : nullptr;
      kernels::activate(data<Number>(x) + first, other, first, count, static_cast<float>(slope), drop);
    });
  });
}

gpu::Gradients backward_on_processor(const at::Tensor& y, const at::Tensor& grad_y, gpu::Slopes slopes) {
  const at::Tensor grad_x = at::empty_like(y);
  with_number_type(y, [&](auto tag) {
    using Number = decltype(tag);
    for_pieces(y.numel(), [&](std::size_t first, std::size_t count) {
      kernels::activate_backward(data<Number>(y) + first, data<Number>(grad_y) + first, data<Number>(grad_x) + first,
                                 count, {slopes.positive, slopes.negative, slopes.zero});
    });
  });
  return {.x = grad_x, .bias = {}};
}

Activation leaky_relu(double slope) {
  return {.kind = ActivationKind::leaky_relu, .slope = slope};
}

// What is added before the activation; either may be undefined.
struct Addends {
  at::Tensor residual;  // like x
  at::Tensor bias;      // float32 (C); on a GPU alone
};

struct ActivateFunction : torch::autograd::Function<ActivateFunction> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const std::optional<at::Tensor>& residual,
                            const std::optional<at::Tensor>& bias, double slope, const DropoutMask& mask) {
    const Addends add{residual.value_or(at::Tensor()), bias.value_or(at::Tensor())};
    at::Tensor y = x;
    if (gpu::is_there(x)) {
      y = at::empty_like(x);
      gpu::activate(x, y, {.residual = add.residual, .factor = {}, .shift = add.bias}, leaky_relu(slope), mask);
    } else {
      activate_on_processor(x, add.residual, slope, mask);
      ctx->mark_dirty({x});
    }
    ctx->save_for_backward({y});
    ctx->saved_data["slope"] = slope;
    ctx->saved_data["scale"] = static_cast<double>(mask.scale());
    ctx->saved_data["dropped"] = mask.threshold != 0;
    ctx->saved_data["sum"] = residual.has_value();
    ctx->saved_data["bias"] = bias.has_value();
    return y;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const at::Tensor y = ctx->get_saved_variables().front();
    const at::Tensor grad_y = for_kernels(gradients.front());
    const auto slope = static_cast<float>(ctx->saved_data["slope"].toDouble());
    const auto scale = static_cast<float>(ctx->saved_data["scale"].toDouble());
    // With dropout a zero was dropped; without it the input was zero, where LeakyReLU has the slope of the left side.
    const float zero = ctx->saved_data["dropped"].toBool() ? 0.0F : slope;
    const gpu::Slopes slopes{scale, scale * slope, zero};
    const bool with_bias = ctx->saved_data["bias"].toBool();
    const gpu::Gradients found = gpu::is_there(y) ? gpu::activate_backward(y, grad_y, slopes, with_bias)
                                                  : backward_on_processor(y, grad_y, slopes);
    return {found.x, ctx->saved_data["sum"].toBool() ? found.x : at::Tensor(), found.bias, at::Tensor(), at::Tensor()};
  }
};

gpu::Pooled pooled_on_processor(const at::Tensor& x, std::int64_t window, double slope) {
  const std::int64_t batch = x.size(0), channels = x.size(1), length = x.size(3), pooled = length / window;
  gpu::Pooled result{.y = at::empty({batch, channels, 1, pooled}, x.options(), at::MemoryFormat::ChannelsLast),
                     .which = at::empty({batch * pooled * channels}, x.options().dtype(at::kByte))};
  with_number_type(x, [&](auto tag) {
    using Number = decltype(tag);
    openmp::parallel_for(batch, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t b = begin; b < end; ++b) {
        for (std::int64_t p = 0; p < pooled; ++p) {
          const std::int64_t out = (b * pooled + p) * channels;
          kernels::activate_pool(data<Number>(x) + (b * length + p * window) * channels, data<Number>(result.y) + out,
                                 data<std::uint8_t>(result.which) + out, static_cast<std::size_t>(window),
                                 static_cast<std::size_t>(channels), static_cast<float>(slope));
        }
      }
    });
  });
  return result;
}

gpu::Gradients pool_backward_on_processor(const gpu::Pooled& from, const at::Tensor& grad_y, std::int64_t length,
                                          std::int64_t window, double slope) {
  const std::int64_t batch = from.y.size(0), channels = from.y.size(1), pooled = from.y.size(3);
  const at::Tensor grad_x = at::empty({batch, channels, 1, length}, from.y.options(), at::MemoryFormat::ChannelsLast);
  with_number_type(from.y, [&](auto tag) {
    using Number = decltype(tag);
    openmp::parallel_for(batch, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t b = begin; b < end; ++b) {
        Number* rows = data<Number>(grad_x) + b * length * channels;
        for (std::int64_t p = 0; p < pooled; ++p) {
          const std::int64_t out = (b * pooled + p) * channels;
          kernels::activate_pool_backward(data<Number>(from.y) + out, data<Number>(grad_y) + out,
                                          data<std::uint8_t>(from.which) + out, rows + p * window * channels,
                                          static_cast<std::size_t>(window), static_cast<std::size_t>(channels),
                                          static_cast<float>(slope));
        }
        std::fill(rows + pooled * window * channels, rows + length * channels, Number{});
      }
    });
  });
  return {.x = grad_x, .bias = {}};
}

struct ActivatePoolFunction : torch::autograd::Function<ActivatePoolFunction> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const std::optional<at::Tensor>& bias,
                            std::int64_t window, double slope) {
    const gpu::Pooled result = gpu::is_there(x) ? gpu::pool(x, bias.value_or(at::Tensor()), window, slope)
                                                : pooled_on_processor(x, window, slope);
    ctx->save_for_backward({result.y, result.which});
    ctx->saved_data["window"] = window;
    ctx->saved_data["slope"] = slope;
    ctx->saved_data["length"] = x.size(3);
    ctx->saved_data["bias"] = bias.has_value();
    return result.y;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const variable_list saved = ctx->get_saved_variables();
    const gpu::Pooled pooled{.y = saved[0], .which = saved[1]};
    const at::Tensor grad_y = for_kernels(gradients.front());
    const std::int64_t window = ctx->saved_data["window"].toInt(), length = ctx->saved_data["length"].toInt();
    const double slope = ctx->saved_data["slope"].toDouble();
    const gpu::Gradients found =
        gpu::is_there(grad_y)
            ? gpu::pool_backward(pooled, grad_y, length, window, slope, ctx->saved_data["bias"].toBool())
            : pool_backward_on_processor(pooled, grad_y, length, window, slope);
    return {found.x, found.bias, at::Tensor(), at::Tensor()};
  }
};

// GELU and SiLU alone: those that LibTorch differentiates.
at::Tensor smooth(const at::Tensor& x, ActivationKind kind) {
  return kind == ActivationKind::gelu ? at::gelu(x) : at::silu(x);
}

// Predictions need no gradient: on a GPU one kernel does it, whatever the activation.
bool is_one_kernel(const at::Tensor& x, const Activation& activation) {
  return !at::GradMode::is_enabled() && gpu::has_activation(x, x.size(1), activation);
}

at::Tensor by_one_kernel(const at::Tensor& x, const Addends& add, const Activation& activation) {
  const at::Tensor z = for_kernels(x), y = at::empty_like(z);
  const at::Tensor residual = add.residual.defined() ? for_kernels(add.residual) : add.residual;
  gpu::activate(z, y, {.residual = residual, .factor = {}, .shift = add.bias}, activation, {});
  return y;
}

bool is_one_operation(const at::Tensor& x) {
  return has_kernels(x) || gpu::has_activation(x, x.size(1), leaky_relu(0.0));
}

// leaky_relu(x + residual + bias), where either may be undefined, and dropout.
at::Tensor leaky_relu_dropout(const at::Tensor& x, const Addends& add, double slope, const DropoutMask& mask) {
  if (is_one_operation(x)) {
    const at::Tensor residual = add.residual.defined() ? for_kernels(add.residual) : add.residual;
    return ActivateFunction::apply(gpu::is_there(x) ? for_kernels(x) : owned(x), where_defined(residual),
                                   where_defined(add.bias), slope, mask);
  }
  require(!add.bias.defined(), "no bias without an operation that adds it");
  return operations::activate(add.residual.defined() ? x + add.residual : x, slope, mask);
}

at::Tensor leaky_relu_pool(const at::Tensor& x, const at::Tensor& bias, std::int64_t window, double slope) {
  if (is_one_operation(x)) {
    return ActivatePoolFunction::apply(for_kernels(x), where_defined(bias), window, slope);
  }
  require(!bias.defined(), "no bias without an operation that adds it");
  return operations::activate_pool(x, window, slope);
}

constexpr double kIdentity = 1.0;  // the slope that makes LeakyReLU the identity

}  // namespace

const Names<ActivationKind>& activation_names() {
  static const Names<ActivationKind> names = {{"leaky_relu", ActivationKind::leaky_relu},
                                              {"relu", ActivationKind::relu},
                                              {"gelu", ActivationKind::gelu},
                                              {"silu", ActivationKind::silu}};
  return names;
}

bool is_linear_in_pieces(const Activation& activation) {
  return activation.kind == ActivationKind::leaky_relu || activation.kind == ActivationKind::relu;
}

DropoutMask mask_of(const DropoutLayer& dropout, const ForwardPass& pass) {
  DropoutMask mask = DropoutMask::of(pass.training() ? dropout.probability : 0.0, pass.seed, pass.step, dropout.number);
  mask.step_on_device = pass.step_on_device;
  return mask;
}

bool adds_bias(const at::Tensor& x, std::int64_t channels, const Activation& activation) {
  return gpu::has_activation(x, channels, activation) &&
         (is_linear_in_pieces(activation) || !at::GradMode::is_enabled());
}

at::Tensor activate(const at::Tensor& x, const Activation& activation, const DropoutLayer& dropout,
                    const ForwardPass& pass, const at::Tensor& bias) {
  if (is_linear_in_pieces(activation)) {
    return leaky_relu_dropout(x, {.residual = {}, .bias = bias}, activation.slope, mask_of(dropout, pass));
  }
  if (is_one_kernel(x, activation)) {
    return by_one_kernel(x, {.residual = {}, .bias = bias}, activation);
  }
  return drop(smooth(x, activation.kind), dropout, pass);
}

at::Tensor drop(const at::Tensor& x, const DropoutLayer& dropout, const ForwardPass& pass) {
  if (!pass.training() || dropout.probability == 0.0) {
    return x;
  }
  return leaky_relu_dropout(x, {}, kIdentity, mask_of(dropout, pass));
}

at::Tensor activate_sum(const at::Tensor& x, const at::Tensor& residual, const Activation& activation,
                        const at::Tensor& bias) {
  if (is_linear_in_pieces(activation)) {
    return leaky_relu_dropout(x, {.residual = residual, .bias = bias}, activation.slope, {});
  }
  if (is_one_kernel(x, activation)) {
    return by_one_kernel(x, {.residual = residual, .bias = bias}, activation);
  }
  return smooth(x + residual, activation.kind);
}

at::Tensor activate_pool(const at::Tensor& x, std::int64_t window, const Activation& activation,
                         const at::Tensor& bias) {
  if (window == 1) {
    return activate(x, activation, {}, {}, bias);
  }
  if (is_linear_in_pieces(activation)) {
    return leaky_relu_pool(x, bias, window, activation.slope);
  }
  return leaky_relu_pool(activate(x, activation, {}, {}, bias), {}, window, kIdentity);
}

at::Tensor max_pool(const at::Tensor& x, std::int64_t window) {
  return window == 1 ? x : leaky_relu_pool(x, {}, window, kIdentity);
}

}  // namespace cre
