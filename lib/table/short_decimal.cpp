#include "table/short_decimal.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace cre {
namespace {

constexpr std::size_t kMostExactDigits = 15;
constexpr std::array<double, kMostExactDigits + 1> kPowersOfTen = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

// Adds the digits at the begin of `text`; returns how many there are.
std::size_t take_digits(std::string_view text, std::int64_t& number) {
  std::size_t count = 0;
  for (; count < text.size(); ++count) {
    const auto digit = static_cast<unsigned>(text[count] - '0');
    if (digit > 9) {
      break;
    }
    number = 10 * number + digit;
  }
  return count;
}

}  // namespace

std::optional<double> short_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  if (text.size() > kMostExactDigits + 1) {
    return std::nullopt;
  }
  std::int64_t number = 0;
  const std::size_t whole = take_digits(text, number);
  std::size_t decimals = 0;
  if (whole == 0 || whole > kMostExactDigits) {
    return std::nullopt;
  }
  if (whole < text.size()) {
    decimals = take_digits(text.substr(whole + 1), number);
    if (text[whole] != '.' || decimals == 0 || whole + 1 + decimals != text.size()) {
      return std::nullopt;
    }
  }
  const double value = static_cast<double>(number) / kPowersOfTen[decimals];
  return negative ? -value : value;
}

}  // namespace cre
