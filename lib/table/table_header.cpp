#include "table/table_header.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"
#include "table/column_names.h"
#include "table/delimited_line.h"
#include "table/file_kind.h"
#include "table/quoted_records.h"

namespace cre {
namespace {

constexpr std::array<char, 5> kDelimiters = {'\t', ',', ';', '|', ' '};

class HeaderFinder {
 public:
  HeaderFinder(const LineBlock& first, const TableForm& form, const std::filesystem::path& file)
      : lines_(first.lines), form_(form), file_(file) {
    read_separator_line();
  }

  TableHeader find() const {
    TableHeader header = form_.has_header ? named() : numbered();
    if (form_.has_header && header.line > 1) {
      header.notes.push_back(concat("the header is line ", header.line, "; what is above it was passed over"));
    }
    if (header.delimiter != '\t' && header.delimiter != ',') {
      header.notes.push_back(concat("fields are separated by ", delimiter_name(header.delimiter)));
    }
    return header;
  }

 private:
  // "sep=;" tells spreadsheets the delimiter.
  void read_separator_line() {
    std::string_view line = strip(lines_[0]);
    if (line.starts_with('"') && line.ends_with('"')) {
      line = line.substr(1, line.size() - 2);
    }
    constexpr std::string_view kKey = "sep=";
    if (lower_case(line.substr(0, kKey.size())) != kKey || line.size() > kKey.size() + 1) {
      return;
    }
    separator_ = line.size() == kKey.size() ? '\t' : line.back();  // strip() took a tab
    begin_ = 1;
  }

  bool is_title_or_header(std::size_t at) const { return !lines_[at].starts_with("##") && !strip(lines_[at]).empty(); }

  bool is_comment(std::size_t at) const { return strip(lines_[at]).starts_with('#'); }

  // Lines that may be the header.
  std::vector<std::size_t> candidates() const {
    if (form_.header_line) {
      const auto at = static_cast<std::size_t>(*form_.header_line - 1);
      if (at >= lines_.size()) {
        fail(ErrorKind::input, file_, ": has ", lines_.size(), " lines, the header should be line ", at + 1);
      }
      return {at};
    }
    std::vector<std::size_t> out;
    for (std::size_t at = begin_; at < lines_.size() && out.size() < kMostTitleLines; ++at) {
      if (is_title_or_header(at)) {
        out.push_back(at);
      }
    }
    if (out.empty()) {
      fail(ErrorKind::input, file_, ": has no header line; its first lines are empty or begin with ##");
    }
    return out;
  }

  std::vector<char> delimiters() const {
    if (separator_) {
      return {*separator_};
    }
    return {kDelimiters.begin(), kDelimiters.end()};
  }

  // By the look of one line.
  char likely_delimiter(std::size_t at) const {
    const std::vector<char> all = delimiters();
    const auto found = std::find_if(all.begin(), all.end(), [&](char delimiter) {
      const auto [problem, fields] = fields_of(at, delimiter);
      return problem == nullptr && fields.size() > 1;
    });
    return found != all.end() ? *found : separator_.value_or(',');
  }

  std::pair<LineProblem, std::vector<std::string>> fields_of(std::size_t at, char delimiter) const {
    std::vector<std::string_view> fields;
    std::string unquoted;
    const std::size_t count = record_lines(lines_, at, delimiter, false);
    const LineProblem problem = split_delimited(joined_lines(lines_, at, count), delimiter, fields, unquoted);
    std::vector<std::string> out;
    for (const std::string_view field : fields) {
      out.emplace_back(strip(field));
    }
    return {problem, std::move(out)};
  }

  TableHeader header_at(std::size_t at, char delimiter) const {
    TableHeader header;
    header.delimiter = delimiter;
    header.line = static_cast<std::int64_t>(at) + 1;
    header.lines_passed = at + record_lines(lines_, at, delimiter, false);
    header.names = fields_of(at, delimiter).second;
    if (!header.names.empty()) {
      drop_comment_mark(header.names.front());
    }
    header.names_found =
        static_cast<std::size_t>(std::count_if(form_.names.begin(), form_.names.end(), [&](const std::string& name) {
          return find_name(header.names, name).count > 0;
        }));
    return header;
  }

  // "#ID", unless a column is wanted that is called so.
  void drop_comment_mark(std::string& name) const {
    if (!name.starts_with('#') || std::count(form_.names.begin(), form_.names.end(), name) > 0) {
      return;
    }
    name = strip(std::string_view(name).substr(std::min(name.find_first_not_of('#'), name.size())));
  }

  // With the delimiter that gives most of the names.
  TableHeader best_reading(std::size_t at) const {
    TableHeader best;
    for (const char delimiter : delimiters()) {
      TableHeader header = header_at(at, delimiter);
      if (header.names_found > best.names_found) {
        best = std::move(header);
      }
    }
    return best;
  }

  TableHeader named() const {
    const std::vector<std::size_t> lines = candidates();
    TableHeader best, comment;
    for (const std::size_t at : lines) {
      TableHeader here = best_reading(at);
      const bool has_all = here.names_found > 0 && here.names_found == form_.names.size();
      if (has_all && !is_comment(at)) {
        return here;
      }
      // A comment may list the columns as well: it is the header where no line below it is.
      TableHeader& kept = has_all ? comment : best;
      if (here.names_found > kept.names_found) {
        kept = std::move(here);
      }
    }
    if (comment.names_found > 0) {
      return comment;
    }
    if (best.names_found > 0) {
      return best;
    }
    const std::size_t at = likely_header(lines);
    const char delimiter = likely_delimiter(at);
    if (const LineProblem problem = fields_of(at, delimiter).first) {
      fail(ErrorKind::input, file_, ": line ", at + 1, " (header): ", problem);
    }
    TableHeader header = header_at(at, delimiter);
    if (const char* kind = kind_of_text(joined_lines(lines_, 0, std::min(lines_.size(), kMostTitleLines)))) {
      header.kind = kind;
    }
    return header;
  }

  // Of lines without one of the names: the first with as many fields as the next line, several, all filled and no
  // numbers.
  std::size_t likely_header(const std::vector<std::size_t>& lines) const {
    if (form_.names.empty()) {
      return lines.front();
    }
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
      const char delimiter = likely_delimiter(lines[i]);
      const std::vector<std::string> fields = fields_of(lines[i], delimiter).second;
      const bool names = std::all_of(fields.begin(), fields.end(), [](const std::string& field) {
        return !field.empty() && !parse_number(field).has_value();
      });
      if (names && fields.size() > 2 && fields_of(lines[i + 1], delimiter).second.size() == fields.size()) {
        return lines[i];
      }
    }
    return lines.front();
  }

  TableHeader numbered() const {
    const std::vector<std::size_t> lines = candidates();
    TableHeader header;
    header.lines_passed = lines.front();
    header.delimiter = row_delimiter(lines);
    const std::size_t columns = fields_of(lines.front(), header.delimiter).second.size();
    for (std::size_t i = 1; i <= columns; ++i) {
      header.names.push_back(concat(i));
    }
    header.names_found =
        static_cast<std::size_t>(std::count_if(form_.names.begin(), form_.names.end(), [&](const std::string& name) {
          return find_name(header.names, name).count > 0;
        }));
    return header;
  }

  // The first that gives the same number of fields in all lines, and enough of them. Commas come last but for blanks:
  // between semicolons they may be decimal.
  char row_delimiter(const std::vector<std::size_t>& lines) const {
    std::size_t needed = 2;
    for (const std::string& name : form_.names) {
      needed = std::max(needed, static_cast<std::size_t>(std::max<std::int64_t>(0, parse_integer(name).value_or(0))));
    }
    for (const std::size_t least : {needed, std::size_t{2}}) {
      for (const char delimiter : {'\t', ';', '|', ',', ' '}) {
        if (separator_.value_or(delimiter) == delimiter && splits_evenly(lines, delimiter, least)) {
          return delimiter;
        }
      }
    }
    return likely_delimiter(lines.front());
  }

  bool splits_evenly(const std::vector<std::size_t>& lines, char delimiter, std::size_t least) const {
    const std::size_t columns = fields_of(lines.front(), delimiter).second.size();
    return columns >= least && std::all_of(lines.begin(), lines.end(), [&](std::size_t at) {
             return fields_of(at, delimiter).second.size() == columns;
           });
  }

  const std::vector<std::string_view>& lines_;
  const TableForm& form_;
  const std::filesystem::path& file_;
  std::optional<char> separator_;
  std::size_t begin_ = 0;
};

}  // namespace

TableHeader find_header(const LineBlock& first, const TableForm& form, const std::filesystem::path& file) {
  return HeaderFinder(first, form, file).find();
}

const char* delimiter_name(char delimiter) {
  switch (delimiter) {
    case '\t':
      return "tabs";
    case ',':
      return "commas";
    case ';':
      return "semicolons";
    case '|':
      return "bars";
    case ' ':
      return "blanks";
    default:
      return "the character after sep=";
  }
}

}  // namespace cre
