#pragma once
// Whole numbers in 32 bits each where they fit.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "core/growing_buffer.h"
#include "core/index_iterator.h"

namespace cre {

/// A list of whole numbers: of 32 bits each until one needs more.
class PackedIntegers {
 public:
  using value_type = std::int64_t;
  using const_iterator = IndexIterator<PackedIntegers>;

  PackedIntegers() = default;
  PackedIntegers(std::initializer_list<std::int64_t> values) {
    for (const std::int64_t value : values) {
      push_back(value);
    }
  }

  std::size_t size() const { return is_wide_ ? wide_.size() : narrow_.size(); }
  bool empty() const { return size() == 0; }
  const_iterator begin() const { return {*this, 0}; }
  const_iterator end() const { return {*this, size()}; }
  std::int64_t operator[](std::size_t i) const { return is_wide_ ? wide_[i] : narrow_[i]; }
  std::int64_t back() const { return (*this)[size() - 1]; }
  void push_back(std::int64_t value) {
    if (!is_wide_ && value != static_cast<std::int32_t>(value)) {
      widen();
    }
    if (is_wide_) {
      wide_.push_back(value);
    } else {
      narrow_.push_back(static_cast<std::int32_t>(value));
    }
  }
  void append(const PackedIntegers& other) {
    if (other.is_wide_ && !is_wide_) {
      widen();
    }
    if (!is_wide_) {
      narrow_.append(other.narrow_.all());
      return;
    }
    for (const std::int64_t value : other) {
      wide_.push_back(value);
    }
  }
  /// Keeps the numbers of `rows` (ascending) alone.
  void keep(std::span<const std::size_t> rows) {
    if (is_wide_) {
      wide_.keep(rows);
    } else {
      narrow_.keep(rows);
    }
  }

 private:
  void widen() {
    std::copy(narrow_.all().begin(), narrow_.all().end(), wide_.grow(narrow_.size()));
    narrow_ = {};
    is_wide_ = true;
  }

  bool is_wide_ = false;
  GrowingBuffer<std::int32_t> narrow_;
  GrowingBuffer<std::int64_t> wide_;
};

}  // namespace cre
