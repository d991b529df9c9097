#pragma once
// Whole numbers from the words of a stream, quickly.

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/random.h"

namespace cre {

/// The words of a stream, a few thousand at a time.
class WordSource {
 public:
  explicit WordSource(const RandomStream& stream) : stream_(stream) {}

  /// Uniform below `bound`: w * bound >> 32; words whose low product half is below 2^32 mod bound are passed over
  /// (Lemire 2019).
  std::uint32_t below(std::uint32_t bound) {
    std::uint64_t product = std::uint64_t{next()} * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
      const std::uint32_t passed_over = (0U - bound) % bound;  // 2^32 mod bound
      while (static_cast<std::uint32_t>(product) < passed_over) {
        product = std::uint64_t{next()} * bound;
      }
    }
    return static_cast<std::uint32_t>(product >> 32U);
  }

 private:
  std::uint32_t next() {
    if (used_ == words_.size()) {
      stream_.fill(words_);
      used_ = 0;
    }
    return words_[used_++];
  }

  RandomStream stream_;
  std::array<std::uint32_t, 1024> words_;
  std::size_t used_ = words_.size();
};

}  // namespace cre
