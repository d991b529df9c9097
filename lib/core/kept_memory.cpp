#include "core/kept_memory.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace cre {

void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int kLargestThreshold = 32 << 20;  // glibc takes no larger one
  constexpr int kMostKept = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, kLargestThreshold);
  mallopt(M_TRIM_THRESHOLD, kMostKept);
#endif
}

void give_back_freed_memory() {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

}  // namespace cre
