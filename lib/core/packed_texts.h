#pragma once
// Many short texts in little memory.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/error.h"
#include "core/growing_buffer.h"

namespace cre {

/// Texts one after the other; a text takes its bytes and four more. Texts of 64 MB at most: what a line of a table has.
class PackedTexts {
 public:
  std::size_t size() const { return ends_.size(); }
  bool empty() const { return size() == 0; }
  std::string_view operator[](std::size_t row) const {
    const std::uint32_t begin = row % kOfBlock == 0 ? 0 : ends_[row - 1];
    return {bytes_.data() + starts_[row / kOfBlock] + begin, ends_[row] - begin};
  }
  void push_back(std::string_view text) {
    if (size() % kOfBlock == 0) {
      starts_.push_back(bytes_.size());
    }
    bytes_.append(text);
    const std::uint64_t end = bytes_.size() - starts_[size() / kOfBlock];
    require(end >> 32U == 0, "a text is no longer than a line of a table");
    ends_.push_back(static_cast<std::uint32_t>(end));
  }
  void append(const PackedTexts& other) {
    for (std::size_t row = 0; row < other.size(); ++row) {
      push_back(other[row]);
    }
  }

 private:
  static constexpr std::size_t kOfBlock = 64;
  GrowingBuffer<char> bytes_;
  GrowingBuffer<std::uint32_t> ends_;    // (N) counted from the start of the row's block
  GrowingBuffer<std::uint64_t> starts_;  // of each block
};

}  // namespace cre
