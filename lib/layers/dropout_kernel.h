#pragma once
// What one Philox block says about the eight values that it decides, written once for two compilers: ours, and the one
// that a GPU's libraries bring along (NVRTC), which gets it as text while the program runs. So it includes nothing, has
// no comments and uses only what the language itself has.

#include "core/random.h"

namespace cre {

/// A function, and its text as `name`.
#define CRE_CODE_AND_TEXT(name, ...) \
  __VA_ARGS__                        \
  inline constexpr const char* name = #__VA_ARGS__;

/// block: number of the Philox block; step, seed, layer, threshold: as in DropoutMask. T is a signed type of 64 bits.
/// Returns eight bytes, the first the lowest: 1 where the number is not below the threshold, else 0.
// clang-format off
CRE_CODE_AND_TEXT(kDropoutBlockCode,
template <typename T>
T dropout_block(T block, T step, T seed, T layer, T threshold) {
  unsigned int c[4] = {static_cast<unsigned int>(block), static_cast<unsigned int>(layer),
                       static_cast<unsigned int>(step),
                       (static_cast<unsigned int>(step >> 32) & 0xFFFFFFu) ^ (6u << 24)};
  unsigned int key0 = static_cast<unsigned int>(seed);
  unsigned int key1 = static_cast<unsigned int>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const unsigned long long product0 = 0xD2511F53ull * c[0];
    const unsigned long long product1 = 0xCD9E8D57ull * c[2];
    c[0] = static_cast<unsigned int>(product1 >> 32) ^ c[1] ^ key0;
    c[1] = static_cast<unsigned int>(product1);
    c[2] = static_cast<unsigned int>(product0 >> 32) ^ c[3] ^ key1;
    c[3] = static_cast<unsigned int>(product0);
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  unsigned long long keep = 0;
  for (int i = 0; i < 8; ++i) {
    const unsigned int number = (c[i / 2] >> (16 * (i % 2))) & 0xFFFFu;
    keep |= (static_cast<T>(number) >= threshold ? 1ull : 0ull) << (8 * i);
  }
  return static_cast<T>(keep);
}
)
// clang-format on
#undef CRE_CODE_AND_TEXT

inline constexpr const char* kDropoutBlockName = "dropout_block";

static_assert(static_cast<unsigned>(RandomPurpose::dropout) == 6U, "the code above has this number");

}  // namespace cre
