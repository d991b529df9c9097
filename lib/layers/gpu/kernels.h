#pragma once
// Kernels of our own on a GPU, compiled while the program runs by the compiler that CUDA's libraries bring along
// (NVRTC), so that a build needs no CUDA toolkit.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "layers/torch.h"

namespace cre::gpu {

/// Sources of kernels, the .cu files of this folder.
enum class Source { activation, batch_norm, positions, depthwise, windows, weights };

/// A source compiled for one kind of number and one choice that it leaves open: CURVE, or WIDTH; else 0.
struct Program {
  Source source;
  at::ScalarType number;  // float32, bfloat16 or float16
  int choice = 0;
};

/// Is x where the kernels are: on a GPU, or wherever it is while a stand-in takes the launches?
bool is_there(const at::Tensor& x);

/// Whether kernels of the program run on the device of x; the first question compiles them, in about a second. Where
/// that fails the log has a warning, and no further program is compiled.
bool runs(const Program& program, const at::Tensor& x);

struct Grid {
  std::int64_t x, y = 1;  // blocks of block_threads()
};
/// 256, or what a stand-in has.
unsigned block_threads();

/// Launches a kernel on the current stream of the device; arguments are the addresses of what the kernel's parameters
/// get. Only where runs() says yes. Throws internal when the launch fails.
void launch(const Program& program, const at::Device& device, const std::string& kernel, Grid grid, void** arguments);

/// In place of launches on a device: tests run the kernels on the processor, with smaller blocks.
struct StandIn {
  std::function<void(const Program& program, const std::string& kernel, Grid grid, void** arguments)> launch;
  unsigned block_threads;
};
/// Nothing ends it.
void stand_in_for_launches(std::optional<StandIn> stand_in);

/// Machine code of a program for "sm_90", say; needs no GPU. Throws config where it cannot be compiled.
std::string compiled(const Program& program, const std::string& architecture);

template <class... Arguments>
void launch(const Program& program, const at::Device& device, const std::string& kernel, Grid grid,
            Arguments... arguments) {
  std::array<void*, sizeof...(arguments)> all{const_cast<void*>(static_cast<const void*>(&arguments))...};
  launch(program, device, kernel, grid, all.data());
}

/// The address of a tensor's values; null for one that is not there.
inline void* address(const at::Tensor& x) {
  return x.defined() ? x.data_ptr() : nullptr;
}

}  // namespace cre::gpu
