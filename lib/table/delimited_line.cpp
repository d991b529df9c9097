#include "table/delimited_line.h"

namespace cre {
namespace {

// Reads the quoted field at the begin of `line` and takes it off.
LineProblem take_quoted(std::string_view& line, char delimiter, std::string_view& field, std::string& unquoted) {
  const std::size_t begin = unquoted.size();
  std::size_t i = 1;
  for (;; ++i) {
    if (i >= line.size()) {
      return "a quoted field does not end on its line";
    }
    if (line[i] != '"') {
      unquoted += line[i];
    } else if (i + 1 < line.size() && line[i + 1] == '"') {
      unquoted += '"';
      ++i;
    } else {
      break;
    }
  }
  line.remove_prefix(i + 1);
  if (!line.empty() && line.front() != delimiter) {
    return "text follows a closing quote";
  }
  field = std::string_view(unquoted).substr(begin);
  return nullptr;
}

void take_plain(std::string_view& line, char delimiter, std::string_view& field) {
  field = line.substr(0, line.find(delimiter));
  line.remove_prefix(field.size());
}

}  // namespace

LineProblem split_delimited(std::string_view line, char delimiter, std::vector<std::string_view>& fields,
                            std::string& unquoted) {
  fields.clear();
  unquoted.clear();
  unquoted.reserve(line.size());  // never grows beyond, so views into it stay good
  for (;;) {
    std::string_view field;
    if (line.starts_with('"')) {
      if (const LineProblem problem = take_quoted(line, delimiter, field, unquoted)) {
        return problem;
      }
    } else {
      take_plain(line, delimiter, field);
    }
    fields.push_back(field);
    if (line.empty()) {
      return nullptr;
    }
    line.remove_prefix(1);  // the delimiter
    if (line.empty()) {
      fields.emplace_back();  // a delimiter at the end is followed by an empty field
      return nullptr;
    }
  }
}

}  // namespace cre
