#pragma once
// Functions that are compiled for several instruction sets, of which the best is chosen when a program starts. For
// loops that the compiler turns into vectors; results must not depend on the instruction set.

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CRE_VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CRE_VECTOR_CLONES
#endif
