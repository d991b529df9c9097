#pragma once
// Vectors as wide as the registers of an instruction set, for loops that are written once and compiled for several: GCC
// keeps wider ones in memory, where adding to a sum takes several times as long.

#include <cstddef>
#include <cstdint>

namespace cre {

/// kLanes: doubles in a register, 8 with AVX-512, 4 with AVX2, 2 elsewhere. Written out, since GCC ignores a size that
/// depends on a parameter.
template <std::size_t kLanes>
struct RegisterVectors;

template <>
struct RegisterVectors<8> {
  using Doubles = double __attribute__((vector_size(64)));
  using Ints = std::int32_t __attribute__((vector_size(32)));
};

template <>
struct RegisterVectors<4> {
  using Doubles = double __attribute__((vector_size(32)));
  using Ints = std::int32_t __attribute__((vector_size(16)));
};

template <>
struct RegisterVectors<2> {
  using Doubles = double __attribute__((vector_size(16)));
  using Ints = std::int32_t __attribute__((vector_size(8)));
};

#if defined(__x86_64__)

template <class Loop, class... Arguments>
[[gnu::target("avx512f")]] void run_with_avx512(Arguments... arguments) {
  Loop::template run<8>(arguments...);
}

template <class Loop, class... Arguments>
[[gnu::target("avx2")]] void run_with_avx2(Arguments... arguments) {
  Loop::template run<4>(arguments...);
}

#endif

/// Calls Loop::run<kLanes>(arguments...), which must be always_inline, compiled for the widest registers of this
/// processor. Arguments are copied.
template <class Loop, class... Arguments>
void run_in_registers(Arguments... arguments) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    return run_with_avx512<Loop, Arguments...>(arguments...);
  }
  if (__builtin_cpu_supports("avx2")) {
    return run_with_avx2<Loop, Arguments...>(arguments...);
  }
#endif
  Loop::template run<2>(arguments...);
}

}  // namespace cre
