#include "layers/activation_operations.h"

namespace cre::operations {

at::Tensor activate(const at::Tensor& x, double slope, const DropoutMask& mask) {
  at::Tensor y = at::leaky_relu(x, slope);
  if (mask.threshold == 0) {
    return y;
  }
  at::Tensor keep = dropout_keep(mask, x.numel(), x.device());
  if (x.dim() == 4) {  // the mask counts in memory order (B, 1, L, C)
    keep = keep.view({x.size(0), x.size(2), x.size(3), x.size(1)}).permute({0, 3, 1, 2});
  } else {
    keep = keep.view(x.sizes());
  }
  return at::where(keep, y, at::zeros({}, y.options())) * mask.scale();  // the scale is not rounded to y's numbers
}

// Not max_pool2d: its backward on CUDA adds in any order.
at::Tensor activate_pool(const at::Tensor& x, std::int64_t window, double slope) {
  const std::int64_t pooled = x.size(3) / window;
  const at::Tensor whole = pooled * window == x.size(3) ? x : x.narrow(3, 0, pooled * window);
  const at::Tensor windows = whole.unflatten(3, {pooled, window});  // (B, C, 1, P, w)
  return at::leaky_relu(windows.amax(4), slope).contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace cre::operations
