#include "statistics/value_counts.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.h"
#include "statistics/ascending_order.h"

namespace cre {
namespace {

constexpr std::int32_t kMinusZero = PackedNumbers::kLowestDigits - 1;

std::vector<double> finite_numbers(const PackedNumbers& numbers, std::size_t first, std::size_t step) {
  std::vector<double> out;
  out.reserve(numbers.size() / step + 1);
  for (std::size_t i = first; i < numbers.size(); i += step) {
    const double value = numbers[i];
    if (std::isfinite(value)) {
      out.push_back(value);
    }
  }
  return out;
}

/// Different digits that are counted one by one, of so many numbers.
std::int64_t most_counted(std::size_t numbers) {
  constexpr std::int64_t kFew = 1 << 16;
  return std::max(kFew, static_cast<std::int64_t>(numbers));
}

}  // namespace

ValueCounts::ValueCounts(std::vector<double> values) {
  sort_ascending(values);
  add_sorted(values);
}

ValueCounts::ValueCounts(std::vector<double> values, std::span<const std::size_t> counts) : values_(std::move(values)) {
  require(values_.size() == counts.size(), "each different value is counted");
  std::size_t end = 0;
  for (const std::size_t count : counts) {
    end_.push_back(end += count);
  }
}

ValueCounts::ValueCounts(const PackedNumbers& numbers, std::size_t first, std::size_t step) {
  std::int32_t low = std::numeric_limits<std::int32_t>::max(), high = PackedNumbers::kLowestDigits;
  const std::span<const std::int32_t> digits = numbers.digits();
  for (std::size_t i = first; i < digits.size(); i += step) {
    if (digits[i] >= PackedNumbers::kLowestDigits) {
      low = std::min(low, digits[i]);
      high = std::max(high, digits[i]);
    }
  }
  const std::int64_t span = std::int64_t{high} - low + 1;
  if (!numbers.has_digits() || span > most_counted(digits.size() / step)) {
    std::vector<double> finite = finite_numbers(numbers, first, step);
    sort_ascending(finite);
    add_sorted(finite);
    return;
  }
  std::vector<std::uint32_t> counts(span > 0 ? static_cast<std::size_t>(span) : 0);
  std::size_t minus_zeros = 0;
  for (std::size_t i = first; i < digits.size(); i += step) {
    if (digits[i] >= PackedNumbers::kLowestDigits) {
      ++counts[static_cast<std::size_t>(digits[i] - low)];
    } else {
      minus_zeros += digits[i] == kMinusZero ? 1U : 0U;
    }
  }
  std::size_t end = 0;
  const auto add = [&](double value, std::size_t count) {
    values_.push_back(value);
    end_.push_back(end += count);
  };
  bool is_minus_zero_left = minus_zeros > 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::int32_t number = low + static_cast<std::int32_t>(i);
    if (is_minus_zero_left && number >= 0) {
      add(-0.0, minus_zeros);
      is_minus_zero_left = false;
    }
    if (counts[i] > 0) {
      add(numbers.number(number), counts[i]);
    }
  }
  if (is_minus_zero_left) {
    add(-0.0, minus_zeros);
  }
}

void ValueCounts::add_sorted(std::span<const double> ascending) {
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const bool is_last = i + 1 == ascending.size() ||
                         std::bit_cast<std::uint64_t>(ascending[i]) != std::bit_cast<std::uint64_t>(ascending[i + 1]);
    if (is_last) {
      values_.push_back(ascending[i]);
      end_.push_back(i + 1);
    }
  }
}

double ValueCounts::at(std::size_t rank) const {
  return values_[static_cast<std::size_t>(std::upper_bound(end_.begin(), end_.end(), rank) - end_.begin())];
}

std::size_t ValueCounts::below(double limit) const {
  return before(static_cast<std::size_t>(std::lower_bound(values_.begin(), values_.end(), limit) - values_.begin()));
}

std::size_t ValueCounts::above(double limit) const {
  return size() -
         before(static_cast<std::size_t>(std::upper_bound(values_.begin(), values_.end(), limit) - values_.begin()));
}

std::vector<double> ValueCounts::mid_ranks() const {
  std::vector<double> out(values_.size());
  for (std::size_t i = 0; i < values_.size();) {
    std::size_t next = i + 1;
    while (next < values_.size() && values_[next] == values_[i]) {  // -0 and 0
      ++next;
    }
    const auto first = static_cast<double>(before(i)), tied = static_cast<double>(end_[next - 1] - before(i));
    for (; i < next; ++i) {
      out[i] = first + (tied + 1.0) / 2.0;
    }
  }
  return out;
}

CountedRanks::CountedRanks(const ValueCounts& counts, const PackedNumbers& numbers)
    : counts_(counts), numbers_(numbers), ranks_(counts.mid_ranks()) {
  if (!numbers.has_digits() || counts.empty()) {
    return;
  }
  low_ = numbers.digits_of(counts.smallest());
  const std::int64_t span = std::int64_t{numbers.digits_of(counts.largest())} - low_ + 1;
  if (span > most_counted(counts.size())) {
    return;
  }
  by_digits_.resize(static_cast<std::size_t>(span));
  for (std::size_t i = 0; i < ranks_.size(); ++i) {
    by_digits_[static_cast<std::size_t>(numbers.digits_of(counts.values()[i]) - low_)] = ranks_[i];
  }
}

double CountedRanks::of(std::size_t i) const {
  if (!by_digits_.empty()) {
    const std::int32_t digits = numbers_.digits()[i];
    return by_digits_[static_cast<std::size_t>((digits == kMinusZero ? 0 : digits) - low_)];
  }
  const std::span<const double> values = counts_.values();
  const auto place = std::lower_bound(values.begin(), values.end(), numbers_[i]) - values.begin();
  return ranks_[static_cast<std::size_t>(place)];
}

double percentile(const ValueCounts& counts, double percent) {
  if (counts.empty()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double position = percent / 100.0 * static_cast<double>(counts.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= counts.size()) {
    return counts.largest();
  }
  const double lower = counts.at(below);
  return lower + (position - static_cast<double>(below)) * (counts.at(below + 1) - lower);
}

}  // namespace cre
