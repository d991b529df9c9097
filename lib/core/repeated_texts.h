#pragma once
// Texts of which most are there many times: target cells, libraries.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/first_equal.h"
#include "core/growing_buffer.h"
#include "core/packed_texts.h"

namespace cre {

/// A list of texts: each as its place among the different ones, which are in order of appearance. Fewer than 2^32.
class RepeatedTexts {
 public:
  std::size_t size() const { return places_.size(); }
  bool empty() const { return size() == 0; }
  std::string_view operator[](std::size_t row) const { return words_[places_[row]]; }
  /// The different texts, and which of them a row has.
  const PackedTexts& words() const { return words_; }
  std::uint32_t place(std::size_t row) const { return places_[row]; }

  void push_back(std::string_view text) { places_.push_back(place_of(text)); }
  void append(const RepeatedTexts& other) {
    std::vector<std::uint32_t> here;
    here.reserve(other.words_.size());
    for (const std::string_view word : other.words_) {
      here.push_back(place_of(word));
    }
    std::transform(other.places_.all().begin(), other.places_.all().end(), places_.grow(other.size()),
                   [&](std::uint32_t place) { return here[place]; });
  }

 private:
  static constexpr std::uint32_t kFree = 0xFFFFFFFFU;

  std::uint32_t place_of(std::string_view text) {
    if (2 * words_.size() >= slots_.size()) {
      make_room();
    }
    const std::size_t slot = slot_of(text);
    if (slots_[slot] == kFree) {
      slots_[slot] = static_cast<std::uint32_t>(words_.size());
      words_.push_back(text);
    }
    return slots_[slot];
  }
  /// Where the text is, or would be.
  std::size_t slot_of(std::string_view text) const {
    std::size_t at = quick_hash(text) & (slots_.size() - 1);
    while (slots_[at] != kFree && words_[slots_[at]] != text) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return at;
  }
  void make_room() {
    slots_.assign(std::max<std::size_t>(16, 2 * slots_.size()), kFree);
    for (std::size_t i = 0; i < words_.size(); ++i) {
      slots_[slot_of(words_[i])] = static_cast<std::uint32_t>(i);
    }
  }

  PackedTexts words_;
  std::vector<std::uint32_t> slots_;  // a power of two of them, half of them free
  GrowingBuffer<std::uint32_t> places_;
};

}  // namespace cre
