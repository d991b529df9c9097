#pragma once
// Which kernels a few steps launch, and when.

#include <functional>
#include <string>

#include "layers/torch.h"

namespace bench {

/// Runs `body` under PyTorch's profiler and writes a trace of Chrome's format.
void profile(const at::Device& device, const std::string& file, const std::function<void()>& body);

}  // namespace bench
