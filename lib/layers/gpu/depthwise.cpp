#include "layers/gpu/depthwise.h"

#include <algorithm>

#include "layers/gpu/rows.h"
#include "layers/kernel_tensors.h"

namespace cre::gpu {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Program depthwise_program(const at::Tensor& x, std::int64_t width) {
  return {.source = Source::depthwise, .number = x.scalar_type(), .choice = static_cast<int>(width)};
}

// Positions that a thread has one after the other.
struct Runs {
  std::int64_t length, count, width;
  std::int64_t threads;
};

Runs runs_of(const at::Tensor& x, std::int64_t run_length) {
  const std::int64_t width = x.size(1) % 4 == 0 ? 4 : 1, count = parts(x.size(3), run_length);
  return {run_length, count, width, x.size(1) / width * count * x.size(0)};
}

std::string kernel_name(const char* kernel, const Runs& runs) {
  return concat(kernel, "_", runs.width);
}

Grid grid_of(const Runs& runs) {
  return {parts(runs.threads, block_threads())};
}

at::Tensor convolved(const at::Tensor& x, const at::Tensor& weight, bool mirrored) {
  constexpr std::int64_t run_length = 25;
  const Runs runs = runs_of(x, run_length);
  at::Tensor y = at::empty_like(x);
  launch(depthwise_program(x, weight.size(3)), x.device(), kernel_name("depthwise", runs), grid_of(runs), address(x),
         address(weight), address(y), static_cast<unsigned>(x.size(0)), static_cast<unsigned>(x.size(3)),
         static_cast<unsigned>(x.size(1)), static_cast<unsigned>(runs.length), mirrored ? 1 : 0);
  return y;
}

at::Tensor weight_gradient(const at::Tensor& x, const at::Tensor& grad_y, const at::Tensor& weight) {
  const Program program = depthwise_program(x, weight.size(3));
  const Runs runs = runs_of(x, std::max<std::int64_t>(x.size(3), 1));
  const at::Tensor partial = at::empty({x.size(0) * runs.count, weight.numel()}, x.options().dtype(at::kFloat));
  launch(program, x.device(), kernel_name("depthwise_weights", runs), grid_of(runs), address(x), address(grad_y),
         address(partial), static_cast<unsigned>(x.size(0)), static_cast<unsigned>(x.size(3)),
         static_cast<unsigned>(x.size(1)), static_cast<unsigned>(runs.length));
  return sum_groups(program, partial, weight.numel()).view(weight.sizes()).to(weight.scalar_type());
}

struct Depthwise : torch::autograd::Function<Depthwise> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight) {
    ctx->save_for_backward({x, weight});
    return convolved(x, weight, false);
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const variable_list saved = ctx->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1];
    const at::Tensor grad_y = for_kernels(gradients.front());
    return {convolved(grad_y, weight, true), weight_gradient(x, grad_y, weight)};
  }
};

}  // namespace

bool has_depthwise(const at::Tensor& x, std::int64_t width) {
  constexpr std::int64_t widest = 15;  // of which a thread can keep all values
  return width <= widest && runs(depthwise_program(x, width), x);
}

at::Tensor depthwise(const at::Tensor& x, const at::Tensor& weight) {
  return Depthwise::apply(for_kernels(x), weight.contiguous());
}

}  // namespace cre::gpu
