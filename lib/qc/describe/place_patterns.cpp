#include "qc/describe/place_patterns.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/text.h"

namespace cre {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

bool is_chromosome(std::string_view text) {
  const bool prefixed = text.size() > 3 && lower_case(text.substr(0, 3)) == "chr";
  const std::string_view name = prefixed ? text.substr(3) : text;
  const bool number = !name.empty() && name.size() <= 2 && std::all_of(name.begin(), name.end(), is_digit);
  return number || name == "X" || name == "Y" || name == "M" || name == "MT" || name == "x" || name == "y" ||
         (prefixed && name.size() <= 30 && std::all_of(name.begin(), name.end(), is_name_letter));
}

std::string_view locus_in(std::string_view text) {
  for (std::size_t begin = text.find("chr"); begin != std::string_view::npos; begin = text.find("chr", begin + 1)) {
    std::size_t at = begin + 3;
    while (at < text.size() && is_name_letter(text[at])) {
      ++at;
    }
    std::size_t end = at + 1;
    while (end < text.size() && is_digit(text[end])) {
      ++end;
    }
    if (at > begin + 3 && at < text.size() && text[at] == ':' && end > at + 1) {
      return text.substr(begin, end - begin);
    }
  }
  return {};
}

std::string_view without_orientation(std::string_view id) {
  const std::size_t mark = id.find_last_of("_:.-", id.size() < 2 ? 0 : id.size() - 2);
  if (mark == std::string_view::npos || mark == 0) {
    return {};
  }
  constexpr std::array<std::string_view, 10> kMarks = {"f",       "r",     "fwd",       "rev", "forward",
                                                       "reverse", "sense", "antisense", "+",   "-"};
  const std::string word = lower_case(id.substr(mark + 1));
  return std::find(kMarks.begin(), kMarks.end(), word) != kMarks.end() ? id.substr(0, mark) : std::string_view();
}

}  // namespace cre
