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

constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;

/// A number that orders as the value does, -0 before 0.
std::uint64_t full_key_of(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

/// The same, but 0 and -0 are equal.
std::uint64_t key_of(double value) {
  return full_key_of(value + 0.0);  // -0 + 0 is 0
}

double value_of(std::uint64_t full_key) {
  return std::bit_cast<double>((full_key & kSign) != 0 ? full_key ^ kSign : ~full_key);
}

std::size_t digit_of(std::uint64_t key, unsigned digit) {
  return (key >> (digit * kDigitBits)) % kDigitValues;
}

struct Entry {
  std::uint64_t key;
  std::uint32_t number;
};

using DigitCounts = std::vector<std::array<std::uint32_t, kDigitValues>>;

std::uint64_t key_in(const Entry& entry) {
  return entry.key;
}
std::uint64_t key_in(std::uint64_t key) {
  return key;
}

/// Sorts by the digits of the entries' keys from `lowest` on, which have been counted.
template <class Keyed>
void sort_by_digits(std::vector<Keyed>& entries, DigitCounts& counts, unsigned lowest) {
  std::vector<Keyed> sorted(entries.size());
  for (unsigned digit = lowest; digit < kDigits; ++digit) {
    std::array<std::uint32_t, kDigitValues>& next = counts[digit];
    if (next[digit_of(key_in(entries.front()), digit)] == entries.size()) {
      continue;  // all have this digit in common
    }
    std::exclusive_scan(next.begin(), next.end(), next.begin(), 0U);
    for (const Keyed& entry : entries) {
      sorted[next[digit_of(key_in(entry), digit)]++] = entry;
    }
    std::swap(entries, sorted);
  }
}

void count_digits(std::uint64_t key, DigitCounts& counts, unsigned lowest) {
  for (unsigned digit = lowest; digit < kDigits; ++digit) {
    ++counts[digit][digit_of(key, digit)];
  }
}

void check_can_be_ordered(std::span<const double> values) {
  require(values.size() < std::numeric_limits<std::uint32_t>::max(), "at most 2^32 - 2 values can be ordered");
  require(std::none_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }), "a NaN has no order");
}

}  // namespace

std::vector<std::uint32_t> ascending_order(std::span<const double> values) {
  check_can_be_ordered(values);
  std::vector<std::uint32_t> order(values.size());
  if (values.size() < kFewValues) {
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    return order;
  }
  std::vector<Entry> entries(values.size());
  DigitCounts counts(kDigits);
  for (std::size_t i = 0; i < values.size(); ++i) {
    entries[i] = {key_of(values[i]), static_cast<std::uint32_t>(i)};
    count_digits(entries[i].key, counts, 0);
  }
  sort_by_digits(entries, counts, 0);
  std::transform(entries.begin(), entries.end(), order.begin(), [](const Entry& entry) { return entry.number; });
  return order;
}

void sort_ascending(std::vector<double>& values) {
  // Few values agree in sign, exponent and the first 19 bits behind the point: these are sorted by comparisons.
  constexpr unsigned kLowestDigit = 3;
  constexpr unsigned kLeftBits = kLowestDigit * kDigitBits;
  check_can_be_ordered(values);
  if (values.size() < kFewValues) {
    std::sort(values.begin(), values.end(), [](double a, double b) { return full_key_of(a) < full_key_of(b); });
    return;
  }
  std::vector<std::uint64_t> keys(values.size());
  DigitCounts counts(kDigits);
  for (std::size_t i = 0; i < values.size(); ++i) {
    keys[i] = full_key_of(values[i]);
    count_digits(keys[i], counts, kLowestDigit);
  }
  values = {};  // there is no third list at any time
  sort_by_digits(keys, counts, kLowestDigit);
  for (auto begin = keys.begin(), end = begin; begin != keys.end(); begin = end) {
    end = std::find_if(begin, keys.end(), [&](std::uint64_t key) { return (key ^ *begin) >> kLeftBits != 0; });
    std::sort(begin, end);
  }
  values.resize(keys.size());
  std::transform(keys.begin(), keys.end(), values.begin(), value_of);
}

}  // namespace cre
