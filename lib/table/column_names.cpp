#include "table/column_names.h"

#include <algorithm>

#include "core/text.h"

namespace cre {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string without_blanks(std::string_view text) {
  std::string out;
  std::remove_copy_if(text.begin(), text.end(), std::back_inserter(out), is_blank);
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
    if (form(header[i]) != wanted) continue;
    match.index = i;
    ++match.count;
  }
  return match;
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : strip(text)) {
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
  if (match.count == 0 && !strip(name).empty()) match = find_form(header, without_blanks(name), without_blanks);
  if (match.count == 0 && !strip(name).empty()) {
    match = find_form(header, on_one_line(name), first_line);
    match.by_first_line = match.count > 0;
  }
  return match;
}

}  // namespace cre
