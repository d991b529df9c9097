#include "storage/fletcher32.h"

#include <array>
#include <bit>
#include <cstring>

#include "core/vector_clones.h"

namespace cre {
namespace {

static_assert(std::endian::native == std::endian::little, "words are swapped at the end");

constexpr std::size_t kWords = 128;  // of a block: the sums of its parts fit 32 bits

/// How often a word of a block counts in the second sum of the block.
constexpr std::array<std::uint32_t, kWords> kTimes = [] {
  std::array<std::uint32_t, kWords> times{};
  for (std::size_t i = 0; i < kWords; ++i) {
    times[i] = static_cast<std::uint32_t>(kWords - i);
  }
  return times;
}();

/// Of whole blocks, as words of this machine: their sum, and the sum of the sums so far after each word.
struct Sums {
  std::uint64_t first = 0, second = 0;
};

CRE_VECTOR_CLONES Sums sums_of(const std::uint8_t* bytes, std::size_t blocks) {
  Sums out;
  for (std::size_t block = 0; block < blocks; ++block) {
    std::array<std::uint16_t, kWords> words;
    std::memcpy(words.data(), bytes + block * sizeof(words), sizeof(words));
    std::uint32_t first = 0, second = 0;
    for (std::size_t i = 0; i < kWords; ++i) {
      first += words[i];
      second += words[i] * kTimes[i];
    }
    out.second += kWords * out.first + second;
    out.first += first;
  }
  return out;
}

/// The sum modulo 65535 with the bytes of all words swapped, which is a multiplication by 256; as HDF5 folds sums, it
/// is 65535 and not 0 for all but zeros.
std::uint32_t folded(std::uint64_t sum) {
  constexpr std::uint64_t kModulus = 65535;
  const std::uint64_t rest = sum % kModulus * 256 % kModulus;
  return static_cast<std::uint32_t>(rest == 0 && sum > 0 ? kModulus : rest);
}

}  // namespace

std::uint32_t fletcher32(std::span<const std::uint8_t> bytes) {
  const std::size_t blocks = bytes.size() / (2 * kWords);
  Sums sums = sums_of(bytes.data(), blocks);
  for (std::size_t i = 2 * kWords * blocks; i < bytes.size(); i += 2) {
    sums.first += bytes[i] + (i + 1 < bytes.size() ? std::uint64_t{bytes[i + 1]} << 8U : 0U);
    sums.second += sums.first;
  }
  return folded(sums.second) << 16U | folded(sums.first);
}

}  // namespace cre
