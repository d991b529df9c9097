#pragma once
// From the processor to the device of a network.

#include "layers/torch.h"

namespace cre {

/// values on the device; the processor does not wait until a GPU has what it computes at present.
inline at::Tensor sent(const at::Tensor& values, const at::Device& device) {
  return device.is_cuda() ? values.pin_memory().to(device, /*non_blocking=*/true) : values.to(device);
}

}  // namespace cre
