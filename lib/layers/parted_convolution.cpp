#include "layers/parted_convolution.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include <ATen/Parallel.h>

#include "layers/kernel_tensors.h"
#include "layers/onednn.h"
#include "layers/openmp.h"
#include "layers/position_kernels.h"
#include "layers/winograd.h"

namespace cre {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::array<std::int64_t, 2> kUnitStride{1, 1}, kNoOutputPadding{0, 0};

using Gradients = std::tuple<at::Tensor, at::Tensor, at::Tensor>;  // by input, weight and bias

Gradients gradients(const at::Tensor& grad_y, const at::Tensor& x, const at::Tensor& weight,
                    at::OptionalIntArrayRef bias, const ConvolutionGeometry& geometry, std::array<bool, 3> wanted) {
  return at::convolution_backward(grad_y, x, weight, bias, kUnitStride, geometry.padding, geometry.dilation, false,
                                  kNoOutputPadding, geometry.groups, wanted);
}

at::Tensor sum(const std::vector<at::Tensor>& parts) {
  at::Tensor total = parts.front().to(at::kFloat);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    total = total.add(parts[i].to(at::kFloat));
  }
  return total.to(parts.front().scalar_type());
}

// Does Winograd's filtering compute it, forward and the gradient by the input? Channels count the same both ways.
bool is_by_winograd(const at::Tensor& x, const at::Tensor& weight, const ConvolutionGeometry& geometry) {
  const at::Tensor filter = weight.squeeze(2);
  return onednn::is_for(x) && geometry.padding[1] == geometry.dilation[1] &&
         winograd::is_faster(filter, geometry.dilation[1], geometry.groups, x.size(3));
}

/// weight: (O, I, 1, 3).
at::Tensor by_winograd(const at::Tensor& x, const at::Tensor& weight, const std::optional<at::Tensor>& bias,
                       std::int64_t dilation) {
  return winograd::convolve(x, {winograd::packed_filter(weight.squeeze(2), dilation, x),
                                bias ? *bias : at::zeros({weight.size(0)}), dilation});
}

bool is_depthwise(const at::Tensor& x, const at::Tensor& weight, const ConvolutionGeometry& geometry) {
  return geometry.groups == x.size(1) && geometry.groups == weight.size(0) && has_kernels(x) &&
         weight.size(3) % 2 == 1 && geometry.padding[1] == weight.size(3) / 2 * geometry.dilation[1];
}

// By the weights (C, 1, 1, k) of a depthwise convolution: oneDNN's takes more than ten times as long in bfloat16. Sums
// of a few elements each are added in their order, so the number of threads does not show.
at::Tensor depthwise_gradient(const at::Tensor& grad_y, const at::Tensor& x, const at::Tensor& weight,
                              const ConvolutionGeometry& geometry) {
  constexpr std::int64_t kElements = 8;
  const std::int64_t batch = x.size(0), channels = x.size(1), length = x.size(3), width = weight.size(3);
  const at::Tensor in = in_channel_order(x);
  at::Tensor parts = at::zeros({(batch + kElements - 1) / kElements, width, channels});  // float32
  with_number_type(x, [&](auto tag) {
    using Number = decltype(tag);
    openmp::parallel_for(parts.size(0), [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t element = begin * kElements; element < std::min(batch, end * kElements); ++element) {
        kernels::depthwise_gradient(data<Number>(in) + element * length * channels,
                                    data<Number>(grad_y) + element * length * channels,
                                    {static_cast<std::size_t>(length), static_cast<std::size_t>(channels)},
                                    {static_cast<std::size_t>(width), static_cast<std::size_t>(geometry.dilation[1])},
                                    data<float>(parts) + element / kElements * width * channels);
      }
    });
  });
  return parts.sum(0).t().reshape(weight.sizes()).to(weight.scalar_type());
}

struct PartedConvolution : torch::autograd::Function<PartedConvolution> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight,
                            const std::optional<at::Tensor>& bias, const ConvolutionGeometry& geometry) {
    ctx->save_for_backward({x, weight});
    ctx->saved_data["padding"] = geometry.padding[1];
    ctx->saved_data["dilation"] = geometry.dilation[1];
    ctx->saved_data["groups"] = geometry.groups;
    ctx->saved_data["bias"] = bias.has_value();
    ctx->saved_data["by_input"] = x.requires_grad();
    if (is_by_winograd(x, weight, geometry)) {
      return by_winograd(x, weight, bias, geometry.dilation[1]);
    }
    return at::conv2d(x, weight, bias, kUnitStride, geometry.padding, geometry.dilation, geometry.groups);
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& by_output) {
    const variable_list saved = ctx->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1];
    const at::Tensor grad_y = by_output.front().contiguous(at::MemoryFormat::ChannelsLast);
    const ConvolutionGeometry geometry{{0, ctx->saved_data["padding"].toInt()},
                                       {1, ctx->saved_data["dilation"].toInt()},
                                       ctx->saved_data["groups"].toInt()};
    const bool has_bias = ctx->saved_data["bias"].toBool();
    at::Tensor grad_x;
    if (ctx->saved_data["by_input"].toBool() && is_by_winograd(x, weight, geometry)) {
      // The gradient by the input is the convolution with the filter turned round.
      grad_x = by_winograd(grad_y, weight.transpose(0, 1).flip(3), std::nullopt, geometry.dilation[1]);
    } else if (ctx->saved_data["by_input"].toBool()) {
      grad_x = std::get<0>(gradients(grad_y, x, weight, std::nullopt, geometry, {true, false, false}));
    }
    if (is_depthwise(x, weight, geometry)) {
      const at::Tensor by_bias =
          has_bias ? grad_y.sum({0, 2, 3}, false, at::kFloat).to(weight.scalar_type()) : at::Tensor();
      return {grad_x, depthwise_gradient(grad_y, x, weight, geometry), by_bias, at::Tensor()};
    }
    const std::int64_t batch = x.size(0), parts = std::min<std::int64_t>(at::get_num_threads(), batch);
    std::vector<at::Tensor> weights(static_cast<std::size_t>(parts)), biases(static_cast<std::size_t>(parts));
    openmp::parallel_for(parts, [&](std::int64_t begin, std::int64_t end) {
      const torch::NoGradGuard no_gradients;
      openmp::expect_no_threads();
      for (std::int64_t part = begin; part < end; ++part) {
        const std::int64_t first = part * batch / parts, count = (part + 1) * batch / parts - first;
        const std::int64_t outputs = weight.size(0);
        const auto found =
            gradients(grad_y.narrow(0, first, count), x.narrow(0, first, count), weight,
                      has_bias ? at::OptionalIntArrayRef(outputs) : std::nullopt, geometry, {false, true, has_bias});
        weights[static_cast<std::size_t>(part)] = std::get<1>(found);
        biases[static_cast<std::size_t>(part)] = std::get<2>(found);
      }
    });
    return {grad_x, sum(weights), has_bias ? sum(biases) : at::Tensor(), at::Tensor()};
  }
};

}  // namespace

at::Tensor parted_convolution(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                              const ConvolutionGeometry& geometry) {
  return PartedConvolution::apply(x, weight, where_defined(bias), geometry);
}

}  // namespace cre
