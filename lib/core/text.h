#pragma once
// Small text helpers: concatenation, numbers as text, lists, nearest names.

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cre {

/// Shortest decimal text that reads back as the same double ("nan", "inf", "-inf" for the rest).
std::string number_text(double value);

/// Fixed number of decimals, for people ("0.573").
std::string fixed_text(double value, int decimals);

/// "12.3 MB"; powers of 1000.
std::string byte_text(std::uint64_t bytes);

/// The elements with `separator` between them.
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// The parts of `text` between separators; always at least one.
std::vector<std::string> split_text(std::string_view text, char separator);

/// `text` without blanks, tabs and line ends at both ends.
std::string_view strip(std::string_view text);

/// ASCII lower case.
std::string lower_case(std::string_view text);

/// ASCII upper case.
std::string upper_case(std::string_view text);

/// A share as "12.3 %".
std::string percent_text(double share, int decimals = 1);

/// The whole text as a double (from_chars; an optional leading '+'); nothing when any character is left over.
std::optional<double> parse_number(std::string_view text);

/// The whole text as a signed integer; nothing when any character is left over.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// The candidate with the smallest edit distance (with transpositions) to `name`,
/// or nothing when none is close enough to be a likely misspelling.
std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates);

/// " (did you mean 'x'?)" or an empty text.
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates);

namespace detail {
template <class Part>
void append(std::string& out, const Part& part) {
  if constexpr (std::is_same_v<Part, bool>) {
    out += part ? "true" : "false";
  } else if constexpr (std::is_same_v<Part, char>) {
    out += part;
  } else if constexpr (std::is_integral_v<Part>) {
    out += std::to_string(part);
  } else if constexpr (std::is_floating_point_v<Part>) {
    out += number_text(static_cast<double>(part));
  } else if constexpr (std::is_same_v<Part, std::filesystem::path>) {
    out += part.string();
  } else {
    out += std::string_view(part);
  }
}
}  // namespace detail

/// Strings, characters, numbers, booleans and paths one after the other.
template <class... Parts>
std::string concat(const Parts&... parts) {
  std::string out;
  (detail::append(out, parts), ...);
  return out;
}

/// The decimal digits of a whole number, with or without a sign, in threes.
std::string with_commas(const std::string& digits);

/// "3,953,475"; for people, not for files.
template <std::integral Count>
std::string grouped(Count count) {
  return with_commas(std::to_string(count));
}

/// "1 row", "3,240 rows". `noun`: in the singular, with a plural in s.
template <std::integral Count>
std::string counted(Count count, std::string_view noun) {
  return concat(grouped(count), ' ', noun, count == 1 ? "" : "s");
}

}  // namespace cre
