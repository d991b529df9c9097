#include "model/out_of_memory.h"

#include <algorithm>
#include <array>
#include <new>
#ifdef CRE_HAS_CUDA
#include <ATen/cuda/CUDAContext.h>
#endif

#include "core/error.h"

namespace cre {
namespace {

// The processor's allocator throws no type of its own; nor do CUDA itself, cuDNN and cuBLAS, which take memory besides.
bool speaks_of_memory(const std::string& error) {
  constexpr std::array kWords = {"DefaultCPUAllocator", "out of memory", "STATUS_ALLOC_FAILED"};
  return std::ranges::any_of(kWords, [&](const char* words) { return error.find(words) != std::string::npos; });
}

// " (79.2 GiB)" of a GPU.
std::string memory_text([[maybe_unused]] const at::Device& device) {
#ifdef CRE_HAS_CUDA
  if (device.is_cuda()) {
    const auto bytes = static_cast<double>(at::cuda::getDeviceProperties(device.index())->totalGlobalMem);
    return concat(" (", fixed_text(bytes / 1024 / 1024 / 1024, 1), " GiB)");
  }
#endif
  return "";
}

}  // namespace

void diagnose_memory(const at::Device& device, const std::string& what, const std::string& advice,
                     const std::function<void()>& work) {
  const auto out_of_memory = [&] {
    fail(ErrorKind::config, what, " do not fit into the memory of ", device.str(), memory_text(device), "; ", advice);
  };
  try {
    work();
  } catch (const c10::OutOfMemoryError&) {
    out_of_memory();
  } catch (const std::bad_alloc&) {
    out_of_memory();
  } catch (const c10::Error& error) {
    if (!speaks_of_memory(error.what_without_backtrace())) {
      throw;
    }
    out_of_memory();
  }
}

}  // namespace cre
