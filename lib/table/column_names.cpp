#include "table/column_names.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/text.h"

namespace cre {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Blanks that cannot be seen as such, from word processors and web pages, as plain ones; marks without any width away.
std::string with_plain_blanks(std::string_view text) {
  struct Change {
    std::string_view from, to;
  };
  constexpr std::array<Change, 5> kChanges = {{{"\xC2\xA0", " "},       // no-break space
                                               {"\xE2\x80\xAF", " "},   // narrow no-break space
                                               {"\xE2\x80\x8B", ""},    // zero-width space
                                               {"\xE2\x81\xA0", ""},    // word joiner
                                               {"\xEF\xBB\xBF", ""}}};  // byte order mark
  std::string out(text);
  for (const Change& change : kChanges) {
    for (std::size_t at = out.find(change.from); at != std::string::npos; at = out.find(change.from, at)) {
      out.replace(at, change.from.size(), change.to);
    }
  }
  return out;
}

std::string without_blanks(std::string_view text) {
  std::string out = with_plain_blanks(text);
  std::erase_if(out, is_blank);
  return out;
}

std::string first_line(std::string_view text) {
  text = strip(text);
  const std::size_t end = text.find_first_of("\r\n");
  return end == std::string_view::npos ? std::string() : on_one_line(text.substr(0, end));
}

NameMatch find_form(const std::vector<std::string>& header, const std::string& wanted,
                    std::string (*form)(std::string_view)) {
  NameMatch match;
  for (std::size_t i = header.size(); i-- > 0;) {
    if (form(header[i]) != wanted) {
      continue;
    }
    match.index = i;
    ++match.count;
  }
  return match;
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string out;
  const std::string plain = with_plain_blanks(text);
  for (const char c : strip(plain)) {
    if (!is_blank(c)) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

NameMatch find_name(const std::vector<std::string>& header, const std::string& name) {
  NameMatch match = find_form(header, on_one_line(name), on_one_line);
  if (match.count == 0 && !strip(name).empty()) {
    match = find_form(header, without_blanks(name), without_blanks);
  }
  if (match.count == 0 && !strip(name).empty()) {
    match = find_form(header, on_one_line(name), first_line);
    match.by_first_line = match.count > 0;
  }
  return match;
}

std::string comparable_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte)) {
      out += static_cast<char>(std::tolower(byte));
    }
  }
  return out;
}

}  // namespace cre
