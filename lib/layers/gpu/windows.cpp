#include "layers/gpu/windows.h"

#include "layers/gpu/rows.h"
#include "layers/kernel_tensors.h"

namespace cre::gpu {
namespace {

constexpr std::int64_t kChannels = 4;

Program windows_program(const at::Tensor& x) {
  return {.source = Source::windows, .number = x.scalar_type()};
}

// (B L, taps * 4)
at::Tensor windows_of(const at::Tensor& x, std::int64_t width, std::int64_t taps) {
  const std::int64_t rows = rows_of(x);
  at::Tensor out = at::empty({rows, taps * kChannels}, x.options());
  launch(windows_program(x), x.device(), "windows", {parts(rows * taps, block_threads())}, address(x), address(out),
         static_cast<unsigned>(rows), static_cast<unsigned>(x.size(3)), static_cast<unsigned>(width),
         static_cast<unsigned>(taps));
  return out;
}

}  // namespace

bool has_windows(const at::Tensor& x) {
  return x.size(1) == kChannels && !x.requires_grad() && runs(windows_program(x), x);
}

at::Tensor convolve_windows(const at::Tensor& x, const at::Tensor& weight) {
  const std::int64_t width = weight.size(2), taps = width + 1;  // rows of a multiple of eight numbers
  const at::Tensor filter = at::constant_pad_nd(weight, {0, 1}).transpose(1, 2).reshape({weight.size(0), -1});
  const at::Tensor y = at::mm(windows_of(for_kernels(x), width, taps), filter.t());  // (B L, O)
  return y.view({x.size(0), 1, x.size(3), weight.size(0)}).permute({0, 3, 1, 2});
}

}  // namespace cre::gpu
