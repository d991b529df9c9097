#pragma once
// Decimal numbers in half of the memory of doubles, bit for bit what they were.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>

#include "core/growing_buffer.h"
#include "core/index_iterator.h"

namespace cre {

/// A list of doubles. As long as all of them are decimals with at most nine digits behind the point, a number takes
/// 4 bytes: its digits, as if all had equally many decimals. A short decimal is the double nearest to digits over a
/// power of ten, so it is given back exactly; so are NaN, infinities and -0. With the first other number all take 8.
class PackedNumbers {
 public:
  using value_type = double;
  using const_iterator = IndexIterator<PackedNumbers>;

  PackedNumbers() = default;
  PackedNumbers(std::initializer_list<double> values) { append(std::span(values.begin(), values.size())); }

  std::size_t size() const { return is_wide_ ? wide_.size() : digits_.size(); }
  bool empty() const { return size() == 0; }
  const_iterator begin() const { return {*this, 0}; }
  const_iterator end() const { return {*this, size()}; }
  double operator[](std::size_t i) const { return is_wide_ ? wide_[i] : number(digits_[i]); }
  /// The numbers from `first` on, as many as `out` has.
  void read(std::size_t first, std::span<double> out) const;

  void push_back(double value);
  void append(std::span<const double> values);
  void append(const PackedNumbers& other);
  /// Another number may change how all of them are held: only on one thread, while nobody reads.
  void set(std::size_t i, double value);
  /// Sets a number to NaN: on several threads for different ones.
  void forget(std::size_t i);
  /// Keeps the numbers of `rows` (ascending) alone: `width` of them each.
  void keep(std::span<const std::size_t> rows, std::size_t width = 1);

  /// Whether the numbers are digits: in the order of the numbers, but for those below kLowestDigits.
  bool has_digits() const { return !is_wide_; }
  std::span<const std::int32_t> digits() const { return digits_.all(); }
  /// The number with these digits.
  double number(std::int32_t digits) const {
    if (digits < kLowestDigits) {
      return kOthers[static_cast<std::size_t>(digits - std::numeric_limits<std::int32_t>::min())];
    }
    return static_cast<double>(digits) / kPowersOfTen[decimals_];
  }
  /// The digits of a number among them, of -0 those of 0.
  std::int32_t digits_of(double value) const {
    return static_cast<std::int32_t>(value * kPowersOfTen[decimals_] + (value < 0.0 ? -0.5 : 0.5));
  }
  /// Digits below stand for NaN, infinities and -0.
  static constexpr std::int32_t kLowestDigits = std::numeric_limits<std::int32_t>::min() + 4;
  static constexpr std::int32_t kNanDigits = std::numeric_limits<std::int32_t>::min();

 private:
  static constexpr unsigned kMostDecimals = 9;
  static constexpr std::array<double, kMostDecimals + 1> kPowersOfTen = {1e0, 1e1, 1e2, 1e3, 1e4,
                                                                         1e5, 1e6, 1e7, 1e8, 1e9};
  static constexpr std::array<double, 4> kOthers = {std::numeric_limits<double>::quiet_NaN(),
                                                    std::numeric_limits<double>::infinity(),
                                                    -std::numeric_limits<double>::infinity(), -0.0};

  bool find_digits(double value, unsigned decimals, std::int32_t& digits) const;
  std::int32_t digits_for(double value);
  bool have_decimals(unsigned decimals);
  void widen();

  bool is_wide_ = false;
  unsigned decimals_ = 0;
  GrowingBuffer<std::int32_t> digits_;
  GrowingBuffer<double> wide_;
};

}  // namespace cre
