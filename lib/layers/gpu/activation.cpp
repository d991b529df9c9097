#include "layers/gpu/activation.h"

#include "layers/gpu/arguments.h"
#include "layers/gpu/rows.h"

namespace cre::gpu {
namespace {

Program activation_program(const at::Tensor& x, int curve) {
  return {.source = Source::activation, .number = x.scalar_type(), .choice = curve};
}

constexpr int kLeakyRelu = 0;

}  // namespace

int curve_of(const Activation& activation) {
  switch (activation.kind) {
    case ActivationKind::silu:
      return 1;
    case ActivationKind::gelu:
      return 2;
    case ActivationKind::leaky_relu:
    case ActivationKind::relu:
      break;
  }
  return kLeakyRelu;
}

bool has_activation(const at::Tensor& x, std::int64_t channels, const Activation& activation) {
  constexpr std::int64_t most_values = (1LL << 31) - 1;
  return is_there(x) && rows_of(x) * channels <= most_values && runs(activation_program(x, curve_of(activation)), x);
}

void activate(const at::Tensor& x, const at::Tensor& y, const Before& before, const Activation& activation,
              const DropoutMask& mask) {
  const std::int64_t chunks_of_block = block_threads() / 32;
  const std::int64_t chunks = parts(x.numel(), kDropoutChunk);
  launch(activation_program(x, curve_of(activation)), x.device(), "activate", {parts(chunks, chunks_of_block)},
         address(x), address(y), arguments(before), static_cast<unsigned>(x.numel()), static_cast<unsigned>(x.size(1)),
         static_cast<float>(activation.slope), arguments(mask), address(mask.step_on_device));
}

Gradients activate_backward(const at::Tensor& y, const at::Tensor& grad_y, Slopes slopes, bool with_bias) {
  const Program program = activation_program(y, kLeakyRelu);
  const std::int64_t channels = y.size(1);
  const RowLaunch rows = with_bias ? few_blocks(rows_of(y), channels) : many_blocks(rows_of(y), channels);
  const at::Tensor partial =
      with_bias ? at::empty({rows.grid.x, channels}, y.options().dtype(at::kFloat)) : at::Tensor();
  Gradients found{.x = at::empty_like(y), .bias = {}};
  launch(program, y.device(), "activate_backward" + rows.width, rows.grid, address(y), address(grad_y),
         address(found.x), rows.rows, slopes, address(partial));
  if (with_bias) {
    found.bias = sum_groups(program, partial, channels);
  }
  return found;
}

Pooled pool(const at::Tensor& x, const at::Tensor& bias, std::int64_t window, double slope) {
  const std::int64_t batch = x.size(0), channels = x.size(1), length = x.size(3), pooled = length / window;
  const RowLaunch rows = many_blocks(batch * pooled, channels);
  Pooled found{.y = at::empty({batch, channels, 1, pooled}, x.options(), at::MemoryFormat::ChannelsLast),
               .which = at::empty({batch * pooled * channels}, x.options().dtype(at::kByte))};
  launch(activation_program(x, kLeakyRelu), x.device(), "pool" + rows.width, rows.grid, address(x), address(bias),
         address(found.y), address(found.which), rows.rows, windows_of(length, pooled, window),
         static_cast<float>(slope));
  return found;
}

Gradients pool_backward(const Pooled& pooled, const at::Tensor& grad_y, std::int64_t length, std::int64_t window,
                        double slope, bool with_bias) {
  const at::Tensor& y = pooled.y;
  const Program program = activation_program(y, kLeakyRelu);
  const std::int64_t batch = y.size(0), channels = y.size(1);
  const RowLaunch rows = with_bias ? few_blocks(rows_of(y), channels) : many_blocks(rows_of(y), channels);
  const at::Tensor partial =
      with_bias ? at::empty({rows.grid.x, channels}, y.options().dtype(at::kFloat)) : at::Tensor();
  Gradients found{.x = at::empty({batch, channels, 1, length}, y.options(), at::MemoryFormat::ChannelsLast),
                  .bias = {}};
  launch(program, y.device(), "pool_backward" + rows.width, rows.grid, address(y), address(grad_y),
         address(pooled.which), address(found.x), rows.rows, windows_of(length, y.size(3), window),
         static_cast<float>(slope), address(partial));
  if (with_bias) {
    found.bias = sum_groups(program, partial, channels);
  }
  return found;
}

}  // namespace cre::gpu
