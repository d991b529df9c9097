#pragma once
// Functions compiled for several instruction sets, the best of which is chosen when the program starts.

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CRE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CRE_CLONES
#endif
// Bodies are inlined into the clones, so that each clone compiles them for its own instruction set.
#define CRE_INLINE [[gnu::always_inline]] inline

namespace cre::kernels {

CRE_INLINE float leaky(float value, float slope) {
  return value > 0.0F ? value : value * slope;
}

}  // namespace cre::kernels
