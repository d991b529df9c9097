#include "core/packed_numbers.h"

#include <bit>

#include "core/vector_clones.h"

namespace cre {
namespace {

/// Are they the same number, NaN and -0 included?
bool are_same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

CRE_VECTOR_CLONES void divide(const std::int32_t* digits, std::size_t count, double power, double* out) {
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = static_cast<double>(digits[i]) / power;
  }
}

}  // namespace

void PackedNumbers::read(std::size_t first, std::span<double> out) const {
  if (is_wide_) {
    std::copy_n(wide_.data() + first, out.size(), out.begin());
    return;
  }
  const std::span<const std::int32_t> digits = digits_.all().subspan(first, out.size());
  divide(digits.data(), digits.size(), kPowersOfTen[decimals_], out.data());
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] < kLowestDigits) {
      out[i] = number(digits[i]);
    }
  }
}

bool PackedNumbers::find_digits(double value, unsigned decimals, std::int32_t& digits) const {
  constexpr double kMost = 2147483000.0;
  const double shifted = value * kPowersOfTen[decimals];
  if (shifted > -kMost && shifted < kMost) {
    digits = static_cast<std::int32_t>(shifted + (shifted < 0.0 ? -0.5 : 0.5));
    if (are_same(static_cast<double>(digits) / kPowersOfTen[decimals], value)) {
      return true;
    }
  }
  const auto other = std::find_if(kOthers.begin(), kOthers.end(), [value](double one) { return are_same(one, value); });
  digits = std::numeric_limits<std::int32_t>::min() + static_cast<std::int32_t>(other - kOthers.begin());
  return other != kOthers.end();
}

/// Gives all numbers so many decimals, more than they have; false where there is no room for their digits.
bool PackedNumbers::have_decimals(unsigned decimals) {
  const auto factor = static_cast<std::int64_t>(kPowersOfTen[decimals - decimals_]);
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  const std::span<const std::int32_t> all = digits_.all();
  const bool fit = std::all_of(all.begin(), all.end(), [&](std::int32_t digits) {
    const std::int64_t more = digits * factor;
    return digits < kLowestDigits || (more <= kMost && more >= kLowestDigits);
  });
  if (!fit) {
    return false;
  }
  for (std::size_t i = 0; i < digits_.size(); ++i) {
    if (digits_[i] >= kLowestDigits) {
      digits_[i] = static_cast<std::int32_t>(digits_[i] * factor);
    }
  }
  decimals_ = decimals;
  return true;
}

void PackedNumbers::widen() {
  GrowingBuffer<double> wide;
  wide.grow(digits_.size());
  read(0, {wide.data(), wide.size()});
  wide_ = std::move(wide);
  digits_ = {};
  is_wide_ = true;
}

/// The digits of a number, with as many decimals as they all have then; widens when there are none.
std::int32_t PackedNumbers::digits_for(double value) {
  std::int32_t digits = 0;
  if (find_digits(value, decimals_, digits)) {
    return digits;
  }
  for (unsigned decimals = decimals_ + 1; decimals <= kMostDecimals; ++decimals) {
    if (find_digits(value, decimals, digits)) {
      if (have_decimals(decimals)) {
        return digits;
      }
      break;
    }
  }
  widen();
  return 0;
}

void PackedNumbers::push_back(double value) {
  append(std::span(&value, 1));
}

void PackedNumbers::append(std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::int32_t digits = is_wide_ ? 0 : digits_for(values[i]);
    if (is_wide_) {
      wide_.append(values.subspan(i));
      return;
    }
    digits_.push_back(digits);
  }
}

void PackedNumbers::append(const PackedNumbers& other) {
  if (!is_wide_ && !other.is_wide_ && (decimals_ == other.decimals_ || empty())) {
    decimals_ = other.decimals_;
    digits_.append(other.digits_.all());
    return;
  }
  std::array<double, 512> some;
  for (std::size_t first = 0; first < other.size(); first += some.size()) {
    const std::span<double> part = std::span(some).first(std::min(some.size(), other.size() - first));
    other.read(first, part);
    append(part);
  }
}

void PackedNumbers::set(std::size_t i, double value) {
  const std::int32_t digits = is_wide_ ? 0 : digits_for(value);
  if (is_wide_) {
    wide_[i] = value;
  } else {
    digits_[i] = digits;
  }
}

void PackedNumbers::forget(std::size_t i) {
  if (is_wide_) {
    wide_[i] = kOthers[0];
  } else {
    digits_[i] = kNanDigits;
  }
}

void PackedNumbers::keep(std::span<const std::size_t> rows, std::size_t width) {
  if (is_wide_) {
    wide_.keep(rows, width);
  } else {
    digits_.keep(rows, width);
  }
}

}  // namespace cre
