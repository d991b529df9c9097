#include "layers/activation.h"

#include <algorithm>
#include <optional>

#include "core/random.h"
#include "layers/activation_operations.h"
#include "layers/dropout.h"
#include "layers/elementwise_kernels.h"
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

// A tensor that may be written to in place: autograd follows writes into a view at the price of a copy as well.
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

struct ActivateFunction : torch::autograd::Function<ActivateFunction> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const std::optional<at::Tensor>& residual,
                            double slope, const DropoutMask& mask) {
    const kernels::Dropout drop = kernel_dropout(mask);
    with_number_type(x, [&](auto tag) {
      using Number = decltype(tag);
      for_pieces(x.numel(), [&](std::size_t first, std::size_t count) {
        const Number* other = residual ? data<Number>(*residual) + first : nullptr;
        kernels::activate(data<Number>(x) + first, other, first, count, static_cast<float>(slope), drop);
      });
    });
    ctx->mark_dirty({x});
    ctx->save_for_backward({x});
    ctx->saved_data["slope"] = slope;
    ctx->saved_data["scale"] = static_cast<double>(mask.scale());
    ctx->saved_data["dropped"] = mask.threshold != 0;
    ctx->saved_data["sum"] = residual.has_value();
    return x;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const at::Tensor y = ctx->get_saved_variables().front();
    const at::Tensor grad_y = in_channel_order(gradients.front());
    const at::Tensor grad_x = at::empty_like(y);
    const auto slope = static_cast<float>(ctx->saved_data["slope"].toDouble());
    const auto scale = static_cast<float>(ctx->saved_data["scale"].toDouble());
    // With dropout a zero was dropped; without it the input was zero, where LeakyReLU has the slope of the left side.
    const kernels::ActivationSlopes slopes{scale, scale * slope, ctx->saved_data["dropped"].toBool() ? 0.0F : slope};
    with_number_type(y, [&](auto tag) {
      using Number = decltype(tag);
      for_pieces(y.numel(), [&](std::size_t first, std::size_t count) {
        kernels::activate_backward(data<Number>(y) + first, data<Number>(grad_y) + first, data<Number>(grad_x) + first,
                                   count, slopes);
      });
    });
    return {grad_x, ctx->saved_data["sum"].toBool() ? grad_x : at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

struct ActivatePoolFunction : torch::autograd::Function<ActivatePoolFunction> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, std::int64_t window, double slope) {
    const std::int64_t batch = x.size(0), channels = x.size(1), length = x.size(3), pooled = length / window;
    at::Tensor y = at::empty({batch, channels, 1, pooled}, x.options(), at::MemoryFormat::ChannelsLast);
    const at::Tensor which = at::empty({batch * pooled * channels}, x.options().dtype(at::kByte));
    with_number_type(x, [&](auto tag) {
      using Number = decltype(tag);
      openmp::parallel_for(batch, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t b = begin; b < end; ++b) {
          for (std::int64_t p = 0; p < pooled; ++p) {
            const std::int64_t out = (b * pooled + p) * channels;
            kernels::activate_pool(data<Number>(x) + (b * length + p * window) * channels, data<Number>(y) + out,
                                   data<std::uint8_t>(which) + out, static_cast<std::size_t>(window),
                                   static_cast<std::size_t>(channels), static_cast<float>(slope));
          }
        }
      });
    });
    ctx->save_for_backward({y, which});
    ctx->saved_data["window"] = window;
    ctx->saved_data["slope"] = slope;
    ctx->saved_data["length"] = length;
    return y;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const variable_list saved = ctx->get_saved_variables();
    const at::Tensor &y = saved[0], &which = saved[1];
    const at::Tensor grad_y = in_channel_order(gradients.front());
    const std::int64_t window = ctx->saved_data["window"].toInt(), length = ctx->saved_data["length"].toInt();
    const auto slope = static_cast<float>(ctx->saved_data["slope"].toDouble());
    const std::int64_t batch = y.size(0), channels = y.size(1), pooled = y.size(3);
    const at::Tensor grad_x = at::empty({batch, channels, 1, length}, y.options(), at::MemoryFormat::ChannelsLast);
    with_number_type(y, [&](auto tag) {
      using Number = decltype(tag);
      openmp::parallel_for(batch, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t b = begin; b < end; ++b) {
          Number* rows = data<Number>(grad_x) + b * length * channels;
          for (std::int64_t p = 0; p < pooled; ++p) {
            const std::int64_t out = (b * pooled + p) * channels;
            kernels::activate_pool_backward(data<Number>(y) + out, data<Number>(grad_y) + out,
                                            data<std::uint8_t>(which) + out, rows + p * window * channels,
                                            static_cast<std::size_t>(window), static_cast<std::size_t>(channels),
                                            slope);
          }
          std::fill(rows + pooled * window * channels, rows + length * channels, Number{});
        }
      });
    });
    return {grad_x, at::Tensor(), at::Tensor()};
  }
};

// GELU and SiLU alone: those that the kernels do not know.
at::Tensor smooth(const at::Tensor& x, ActivationKind kind) {
  return kind == ActivationKind::gelu ? at::gelu(x) : at::silu(x);
}

at::Tensor leaky_relu_dropout(const at::Tensor& x, double slope, const DropoutLayer& dropout, const ForwardPass& pass) {
  DropoutMask mask = DropoutMask::of(pass.training() ? dropout.probability : 0.0, pass.seed, pass.step, dropout.number);
  if (!has_kernels(x)) {
    mask.step_on_device = pass.step_on_device;
    return operations::activate(x, slope, mask);
  }
  return ActivateFunction::apply(owned(x), std::nullopt, slope, mask);
}

at::Tensor leaky_relu_pool(const at::Tensor& x, std::int64_t window, double slope) {
  if (!has_kernels(x)) {
    return operations::activate_pool(x, window, slope);
  }
  return ActivatePoolFunction::apply(in_channel_order(x), window, slope);
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

at::Tensor activate(const at::Tensor& x, const Activation& activation, const DropoutLayer& dropout,
                    const ForwardPass& pass) {
  if (is_linear_in_pieces(activation)) {
    return leaky_relu_dropout(x, activation.slope, dropout, pass);
  }
  return drop(smooth(x, activation.kind), dropout, pass);
}

at::Tensor drop(const at::Tensor& x, const DropoutLayer& dropout, const ForwardPass& pass) {
  if (!pass.training() || dropout.probability == 0.0) {
    return x;
  }
  return leaky_relu_dropout(x, kIdentity, dropout, pass);
}

at::Tensor activate_sum(const at::Tensor& x, const at::Tensor& residual, const Activation& activation) {
  if (!is_linear_in_pieces(activation)) {
    return smooth(x + residual, activation.kind);
  }
  if (!has_kernels(x)) {
    return operations::activate(x + residual, activation.slope, DropoutMask{});
  }
  return ActivateFunction::apply(owned(x), std::optional(in_channel_order(residual)), activation.slope, DropoutMask{});
}

at::Tensor activate_pool(const at::Tensor& x, std::int64_t window, const Activation& activation) {
  if (window == 1) {
    return activate(x, activation, {}, {});
  }
  if (is_linear_in_pieces(activation)) {
    return leaky_relu_pool(x, window, activation.slope);
  }
  return leaky_relu_pool(smooth(x, activation.kind), window, kIdentity);
}

at::Tensor max_pool(const at::Tensor& x, std::int64_t window) {
  return window == 1 ? x : leaky_relu_pool(x, window, kIdentity);
}

}  // namespace cre
