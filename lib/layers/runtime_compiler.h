#pragma once
// CUDA's compiler at run time (NVRTC), with which LibTorch and cuDNN make kernels on the spot.

namespace cre {

/// Loads NVRTC and its builtins from beside CUDA's other libraries, once. It looks for the builtins by their name
/// alone, which the system's linker does not find within Python's wheels; `import torch` in Python does the same.
/// Returns the handle of dlopen; null where this process has no CUDA or its libraries lie elsewhere: then others must
/// find them.
void* runtime_compiler();

}  // namespace cre
