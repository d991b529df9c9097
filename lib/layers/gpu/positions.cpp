#include "layers/gpu/positions.h"

#include "layers/gpu/rows.h"
#include "layers/kernel_tensors.h"

namespace cre::gpu {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Program positions_program(const at::Tensor& x) {
  return {.source = Source::positions, .number = x.scalar_type()};
}

RowLaunch element_launch(const at::Tensor& x) {
  return block_an_element(x.size(0), x.size(3), x.size(1));
}

at::Tensor floats_of_channels(const at::Tensor& x) {
  return at::empty({x.size(0), x.size(1)}, x.options().dtype(at::kFloat));
}

struct MeanAndMaximum : torch::autograd::Function<MeanAndMaximum> {
  static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x) {
    const RowLaunch rows = element_launch(x);
    const at::Tensor sum = floats_of_channels(x), largest = at::empty(sum.sizes(), x.options());
    launch(positions_program(x), x.device(), "position_sums" + rows.width, rows.grid, address(x), rows.rows,
           address(sum), address(largest));
    ctx->save_for_backward({x, largest});
    return at::cat({sum.div(x.size(3)).to(x.scalar_type()), largest}, 1);
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& gradients) {
    const variable_list saved = ctx->get_saved_variables();
    const at::Tensor &x = saved[0], &largest = saved[1];
    const at::Tensor grad = gradients.front().contiguous();
    const std::int64_t channels = x.size(1);
    const RowLaunch rows = element_launch(x);
    at::Tensor grad_x = at::empty_like(x);
    launch(positions_program(x), x.device(), "position_sums_backward" + rows.width, rows.grid, address(x),
           address(largest), address(grad), address(grad.narrow(1, channels, channels)),
           static_cast<unsigned>(2 * channels), address(grad_x), rows.rows);
    return {grad_x};
  }
};

}  // namespace

bool has_positions(const at::Tensor& x) {
  return runs(positions_program(x), x);
}

at::Tensor position_mean(const at::Tensor& x) {
  const RowLaunch rows = element_launch(x);
  const at::Tensor sum = floats_of_channels(x);
  launch(positions_program(x), x.device(), "position_sums" + rows.width, rows.grid, address(x), rows.rows, address(sum),
         static_cast<void*>(nullptr));
  return sum.div(x.size(3)).to(x.scalar_type());
}

at::Tensor position_mean_backward(const at::Tensor& grad, std::int64_t length) {
  at::Tensor grad_x =
      at::empty({grad.size(0), grad.size(1), 1, length}, grad.options(), at::MemoryFormat::ChannelsLast);
  const RowLaunch rows = element_launch(grad_x);
  void* const none = nullptr;
  launch(positions_program(grad), grad.device(), "position_sums_backward" + rows.width, rows.grid, none, none,
         address(grad), none, static_cast<unsigned>(grad.size(1)), address(grad_x), rows.rows);
  return grad_x;
}

at::Tensor mean_and_maximum(const at::Tensor& x) {
  return MeanAndMaximum::apply(for_kernels(x));
}

at::Tensor gate(const at::Tensor& x, const at::Tensor& gate) {
  const RowLaunch rows = element_launch(x);
  at::Tensor y = at::empty_like(x);
  launch(positions_program(x), x.device(), "gate" + rows.width, rows.grid, address(x), address(gate), address(y),
         rows.rows);
  return y;
}

GateGradients gate_backward(const at::Tensor& grad_y, const at::Tensor& x, const at::Tensor& gate) {
  const RowLaunch rows = element_launch(x);
  GateGradients found{.x = at::empty_like(x), .gate = floats_of_channels(x)};
  launch(positions_program(x), x.device(), "gate_backward" + rows.width, rows.grid, address(grad_y), address(x),
         address(gate), address(found.x), rows.rows, address(found.gate));
  return found;
}

}  // namespace cre::gpu
