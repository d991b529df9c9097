#include "layers/gpu/batch_norm.h"

#include <optional>
#include <utility>

#include "layers/gpu/activation.h"
#include "layers/gpu/arguments.h"
#include "layers/gpu/rows.h"
#include "layers/kernel_tensors.h"

namespace cre::gpu {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Program norm_program(const at::Tensor& x, const Activation& activation) {
  return {.source = Source::batch_norm, .number = x.scalar_type(), .choice = curve_of(activation)};
}

struct NormArguments {
  void *weight, *bias, *offset, *running_mean, *running_var, *mean, *scale, *factor, *shift;
};

struct BackArguments {
  void *grad_y, *y;
  float scale;
};

// What a batch says of its channels, (4, C): mean, 1 / standard deviation, factor and shift.
NormArguments arguments(const BatchNorm& norm, const at::Tensor& found) {
  return {address(norm.weight),       address(norm.bias),        address(norm.offset),
          address(norm.running_mean), address(norm.running_var), address(found[0]),
          address(found[1]),          address(found[2]),         address(found[3])};
}

at::Tensor floats(at::IntArrayRef sizes, const at::Tensor& x) {
  return at::empty(sizes, x.options().dtype(at::kFloat));
}

at::Tensor values_of_batch(const at::Tensor& x, const BatchNorm& norm, const Program& program) {
  const std::int64_t channels = x.size(1), rows = rows_of(x);
  const RowLaunch few = few_blocks(rows, channels);
  const at::Tensor partial = floats({few.grid.x, 2, channels}, x);
  launch(program, x.device(), "norm_sums" + few.width, few.grid, address(x), few.rows, address(partial));
  const at::Tensor sums = sum_groups(program, partial, 2 * channels);
  at::Tensor found = floats({4, channels}, x);
  launch(program, x.device(), "norm_finish", {parts(channels, block_threads())}, address(x), address(sums),
         arguments(norm, found), static_cast<unsigned>(rows), static_cast<unsigned>(channels),
         static_cast<float>(norm.momentum), static_cast<float>(norm.epsilon));
  return found;
}

struct NormAndActivate : torch::autograd::Function<NormAndActivate> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                            const std::optional<at::Tensor>& offset, const std::optional<at::Tensor>& residual,
                            const BatchNorm& norm, const Activation& activation, const DropoutMask& mask) {
    const at::Tensor found = values_of_batch(x, norm, norm_program(x, activation));
    at::Tensor y = at::empty_like(x);
    const Before before{.residual = residual.value_or(at::Tensor()), .factor = found[2], .shift = found[3]};
    gpu::activate(x, y, before, activation, mask);
    const bool dropped = mask.threshold != 0;
    ctx->save_for_backward({x, weight, bias, found, before.residual, dropped ? y : at::Tensor()});
    ctx->saved_data["kind"] = static_cast<std::int64_t>(activation.kind);
    ctx->saved_data["slope"] = activation.slope;
    ctx->saved_data["scale"] = static_cast<double>(mask.scale());
    ctx->saved_data["offset"] = offset.has_value();
    return y;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const variable_list saved = ctx->get_saved_variables();
    const at::Tensor &x = saved[0], &found = saved[3];
    const BatchNorm norm{.weight = saved[1],
                         .bias = saved[2],
                         .offset = {},
                         .running_mean = {},
                         .running_var = {},
                         .momentum = 0.0,
                         .epsilon = 0.0};
    const Before before{.residual = saved[4], .factor = found[2], .shift = found[3]};
    const Activation activation{.kind = static_cast<ActivationKind>(ctx->saved_data["kind"].toInt()),
                                .slope = ctx->saved_data["slope"].toDouble()};
    const Program program = norm_program(x, activation);
    const auto slope = static_cast<float>(activation.slope);
    const at::Tensor grad_y = for_kernels(gradients.front());
    const BackArguments back{address(grad_y), address(saved[5]),
                             static_cast<float>(ctx->saved_data["scale"].toDouble())};
    const std::int64_t channels = x.size(1), rows = rows_of(x);
    const RowLaunch few = few_blocks(rows, channels), many = many_blocks(rows, channels);
    const at::Tensor partial = floats({few.grid.x, 2, channels}, x);
    // Kept where it is wanted, and where reading it costs less than computing it once more.
    const bool keeps = before.residual.defined() || saved[5].defined() || !is_linear_in_pieces(activation);
    const at::Tensor grad_z = keeps ? at::empty_like(x) : at::Tensor();
    launch(program, x.device(), "norm_backward_sums" + few.width, few.grid, address(x), gpu::arguments(before), back,
           slope, arguments(norm, found), address(grad_z), few.rows, address(partial));
    const at::Tensor sums = sum_groups(program, partial, 2 * channels).view({2, channels});
    at::Tensor grad_x = at::empty_like(x);
    launch(program, x.device(), "norm_backward" + many.width, many.grid, address(x), gpu::arguments(before), back,
           slope, arguments(norm, found), address(grad_z), address(sums), address(grad_x), many.rows);
    const at::Tensor grad_offset =
        ctx->saved_data["offset"].toBool() ? at::zeros({channels}, sums.options()) : at::Tensor();
    return {grad_x,       sums[1],      sums[0],     grad_offset, before.residual.defined() ? grad_z : at::Tensor(),
            at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

bool has_batch_norm(const at::Tensor& x, std::int64_t channels, const Activation& activation) {
  return has_activation(x, channels, activation) && runs(norm_program(x, activation), x);
}

at::Tensor norm_and_activate(const at::Tensor& x, const BatchNorm& norm, const at::Tensor& residual,
                             const Activation& activation, const DropoutMask& mask) {
  return NormAndActivate::apply(for_kernels(x), norm.weight, norm.bias, where_defined(norm.offset),
                                residual.defined() ? std::optional(for_kernels(residual)) : std::nullopt, norm,
                                activation, mask);
}

}  // namespace cre::gpu
