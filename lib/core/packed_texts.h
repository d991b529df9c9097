#pragma once
// Many short texts in little memory.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string_view>

#include "core/error.h"
#include "core/growing_buffer.h"
#include "core/index_iterator.h"

namespace cre {

/// Texts one after the other; a text takes its bytes and four more. Texts of 64 MB at most: what a line of a table has.
class PackedTexts {
 public:
  using value_type = std::string_view;
  using const_iterator = IndexIterator<PackedTexts>;

  PackedTexts() = default;
  PackedTexts(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
      push_back(text);
    }
  }

  std::size_t size() const { return ends_.size(); }
  bool empty() const { return size() == 0; }
  const_iterator begin() const { return {*this, 0}; }
  const_iterator end() const { return {*this, size()}; }
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
  /// Keeps the texts of `rows` (ascending) alone, in place.
  void keep(std::span<const std::size_t> rows) {
    std::size_t block = 0, start = 0;  // of the block of a row, as it was
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::size_t row = rows[i];
      if (i == 0 || row / kOfBlock != block) {
        block = row / kOfBlock;
        start = starts_[block];
      }
      const std::size_t begin = row % kOfBlock == 0 ? 0 : ends_[row - 1];
      const std::size_t length = ends_[row] - begin;
      if (i % kOfBlock == 0) {
        starts_[i / kOfBlock] = bytes;
      }
      if (length > 0) {
        std::memmove(bytes_.data() + bytes, bytes_.data() + start + begin, length);
      }
      bytes += length;
      ends_[i] = static_cast<std::uint32_t>(bytes - starts_[i / kOfBlock]);
    }
    bytes_.cut(bytes);
    ends_.cut(rows.size());
    starts_.cut((rows.size() + kOfBlock - 1) / kOfBlock);
  }

 private:
  static constexpr std::size_t kOfBlock = 64;
  GrowingBuffer<char> bytes_;
  GrowingBuffer<std::uint32_t> ends_;    // (N) counted from the start of the row's block
  GrowingBuffer<std::uint64_t> starts_;  // of each block
};

}  // namespace cre
