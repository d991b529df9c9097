#pragma once
// A list of plain values that grows without a second copy of itself.

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace cre {

/// Like std::vector, which holds old and new values at once while it grows: here the C library moves pages. For values
/// without constructors. What is grown is not set to anything.
template <class Value>
class GrowingBuffer {
  static_assert(std::is_trivially_copyable_v<Value>);

 public:
  GrowingBuffer() = default;
  GrowingBuffer(const GrowingBuffer& other) { append(other.all()); }
  GrowingBuffer(GrowingBuffer&& other) noexcept { swap(other); }
  GrowingBuffer& operator=(GrowingBuffer other) noexcept {
    swap(other);
    return *this;
  }
  ~GrowingBuffer() = default;

  std::size_t size() const { return size_; }
  const Value* data() const { return values_.get(); }
  Value* data() { return values_.get(); }
  const Value& operator[](std::size_t i) const { return values_.get()[i]; }
  Value& operator[](std::size_t i) { return values_.get()[i]; }
  std::span<const Value> all() const { return {data(), size_}; }

  /// Returns the first of `count` more values.
  Value* grow(std::size_t count) {
    if (size_ + count > capacity_) {
      reserve(std::max(size_ + count, capacity_ + capacity_ / 2));
    }
    Value* const first = data() + size_;
    size_ += count;
    return first;
  }
  void push_back(Value value) { *grow(1) = value; }
  void append(std::span<const Value> more) {
    if (!more.empty()) {
      std::copy(more.begin(), more.end(), grow(more.size()));
    }
  }
  /// Keeps the values at `rows` (ascending) alone: `width` of them each.
  void keep(std::span<const std::size_t> rows, std::size_t width = 1) {
    Value* to = data();
    for (const std::size_t row : rows) {
      const Value* const from = data() + row * width;
      to = from == to ? to + width : std::copy(from, from + width, to);
    }
    cut(rows.size() * width);
  }
  /// Leaves the first `size` values and gives the memory of the others back.
  void cut(std::size_t size) {
    size_ = size;
    reserve(size);
  }

 private:
  struct Free {
    void operator()(Value* values) const { std::free(values); }
  };

  void swap(GrowingBuffer& other) noexcept {
    std::swap(values_, other.values_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  void reserve(std::size_t capacity) {
    auto* const moved =
        static_cast<Value*>(std::realloc(values_.get(), std::max<std::size_t>(1, capacity) * sizeof(Value)));
    if (moved == nullptr) {
      throw std::bad_alloc();
    }
    static_cast<void>(values_.release());
    values_.reset(moved);
    capacity_ = capacity;
  }

  std::unique_ptr<Value, Free> values_;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace cre
