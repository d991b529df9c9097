// The kernel of the dropout masks goes through the compiler that a GPU's libraries bring along, which needs no GPU.
// What it computes is tested in dropout_test.cpp with our own compiler, and on a GPU in train/gpu_test.cpp.

#include "layers/dropout_kernel.h"

#include <dlfcn.h>

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "core/text.h"
#include "layers/runtime_compiler.h"
#include "layers/torch.h"

namespace cre {
namespace {

using Program = struct NvrtcProgram*;

template <class Function>
Function* function_of(void* library, const char* name) {
  return reinterpret_cast<Function*>(dlsym(library, name));
}

TEST(DropoutKernel, IsCompiledForGpus) {
  void* const nvrtc = runtime_compiler();
  if (nvrtc == nullptr) {
#ifdef CRE_HAS_CUDA
    FAIL() << "this build has CUDA, but its compiler is not found";
#endif
    GTEST_SKIP() << "needs a build with CUDA";
  }
  const auto create = function_of<int(Program*, const char*, const char*, int, const char**, const char**)>(
      nvrtc, "nvrtcCreateProgram");
  const auto compile = function_of<int(Program, int, const char* const*)>(nvrtc, "nvrtcCompileProgram");
  const auto log_size = function_of<int(Program, std::size_t*)>(nvrtc, "nvrtcGetProgramLogSize");
  const auto log_text = function_of<int(Program, char*)>(nvrtc, "nvrtcGetProgramLog");
  const auto destroy = function_of<int(Program*)>(nvrtc, "nvrtcDestroyProgram");
  // As LibTorch does it (aten/src/ATen/native/cuda/jit_utils.cpp): int64_t is long long there, and device code is what
  // says nothing else.
  const std::string source = concat(kDropoutBlockCode,
                                    " extern \"C\" __global__ void all(long long* out, const long long* step) {"
                                    " out[threadIdx.x] = dropout_block<long long>(threadIdx.x, *step, 5, 6, 20000); }");
  const std::array options = {"--std=c++17", "-default-device", "--gpu-architecture=sm_90"};
  Program program = nullptr;
  ASSERT_EQ(create(&program, source.c_str(), "all.cu", 0, nullptr, nullptr), 0);
  const int result = compile(program, static_cast<int>(options.size()), options.data());
  std::size_t size = 0;
  log_size(program, &size);
  std::string log(size, ' ');
  log_text(program, log.data());
  destroy(&program);
  EXPECT_EQ(result, 0) << log;
}

}  // namespace
}  // namespace cre
