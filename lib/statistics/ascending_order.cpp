#include "statistics/ascending_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "core/error.h"

namespace cre {

namespace {

constexpr unsigned kDigitBits = 11;
constexpr unsigned kDigits = 6;  // of 64 bits
constexpr std::size_t kDigitValues = std::size_t{1} << kDigitBits;
constexpr std::size_t kFewValues = 1024;  // for which comparisons are faster

/// A number that orders as the value does; 0 and -0 are equal.
std::uint64_t key_of(double value) {
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;
  const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // -0 + 0 is 0
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

std::size_t digit_of(std::uint64_t key, unsigned digit) {
  return (key >> (digit * kDigitBits)) % kDigitValues;
}

struct Entry {
  std::uint64_t key;
  std::uint32_t number;
};

}  // namespace

std::vector<std::uint32_t> ascending_order(std::span<const double> values) {
  require(values.size() < std::numeric_limits<std::uint32_t>::max(), "at most 2^32 - 2 values can be ordered");
  require(std::none_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }), "a NaN has no order");
  std::vector<std::uint32_t> order(values.size());
  if (values.size() < kFewValues) {
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    return order;
  }
  std::vector<Entry> entries(values.size());
  std::vector<std::array<std::uint32_t, kDigitValues>> starts(kDigits);
  for (std::size_t i = 0; i < values.size(); ++i) {
    entries[i] = {key_of(values[i]), static_cast<std::uint32_t>(i)};
    for (unsigned digit = 0; digit < kDigits; ++digit) {
      ++starts[digit][digit_of(entries[i].key, digit)];
    }
  }
  std::vector<Entry> sorted(values.size());
  for (unsigned digit = 0; digit < kDigits; ++digit) {
    std::array<std::uint32_t, kDigitValues>& next = starts[digit];
    if (next[digit_of(entries.front().key, digit)] == values.size()) {
      continue;  // all have this digit in common
    }
    std::exclusive_scan(next.begin(), next.end(), next.begin(), 0U);
    for (const Entry& entry : entries) {
      sorted[next[digit_of(entry.key, digit)]++] = entry;
    }
    std::swap(entries, sorted);
  }
  std::transform(entries.begin(), entries.end(), order.begin(), [](const Entry& entry) { return entry.number; });
  return order;
}

}  // namespace cre
