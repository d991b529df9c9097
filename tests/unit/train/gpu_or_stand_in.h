#pragma once
// The device of tests that need a GPU. CREFLOW_TEST_DEVICE=cpu has them run on the processor instead, to see that the
// tests themselves are in order where there is no GPU (bench/gpu/check --device cpu).

#include <cstdlib>
#include <optional>
#include <string>

#include "model/device.h"

namespace cre {

/// Nothing where there is no GPU, and no stand-in was asked for. Settings are those of every tool.
inline std::optional<at::Device> gpu_or_stand_in() {
  const char* named = std::getenv("CREFLOW_TEST_DEVICE");
  if (named == nullptr && !torch::cuda::is_available()) {
    return std::nullopt;
  }
  start_torch(1);
  return parse_device(named == nullptr ? "cuda" : named);
}

}  // namespace cre
