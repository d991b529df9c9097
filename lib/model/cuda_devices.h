#pragma once
// Which CUDA devices there are; where one is missing, why.

#include <cstdint>
#include <string>

namespace cre {

struct CudaFacts {
  std::int64_t devices = 0;
  bool driver = true;     ///< is NVIDIA's driver there at all?
  std::int64_t cuda = 0;  ///< of LibTorch, 13000 for 13.0; 0 when it has none
  std::string complaint;  ///< what LibTorch said when it looked for devices; mostly empty
};

/// Of this process, asked once.
const CudaFacts& cuda_facts();

/// One line for a device that is not among those: why, and what is needed.
std::string missing_device(const std::string& device, const CudaFacts& facts);

}  // namespace cre
