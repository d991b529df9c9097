#include "qc/describe/table_form_guess.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"
#include "qc/describe/dna_text.h"
#include "table/column_names.h"
#include "table/delimited_line.h"
#include "table/file_kind.h"
#include "table/line_reader.h"
#include "table/quoted_records.h"

namespace cre {
namespace {

constexpr std::size_t kBytesLookedAt = std::size_t{1} << 20U;
constexpr std::size_t kRowsCompared = 50;
constexpr double kNearlyAllRecords = 0.9;

using Fields = std::vector<std::string>;

struct HeaderGuess {
  std::size_t line = 0;  // index in the file
  Fields names;          // at least two
};

class FormGuess {
 public:
  FormGuess(const std::vector<std::string_view>& lines, char delimiter) : lines_(lines), delimiter_(delimiter) {}

  /// The line that looks like the header of what follows, of several the first with most fields (a title may have a
  /// delimiter, too); nothing without one.
  std::optional<HeaderGuess> header(const std::optional<std::int64_t>& line) const {
    const std::size_t begin = line ? static_cast<std::size_t>(*line - 1) : 0;
    const std::size_t end = line ? begin + 1 : lines_.size();
    std::optional<HeaderGuess> best;
    for (std::size_t at = begin, tried = 0; at < std::min(end, lines_.size()) && tried < kMostTitleLines; ++at) {
      if (strip(lines_[at]).empty()) {
        continue;
      }
      ++tried;
      std::size_t next = at;
      Fields names = record(next);
      if (!names.empty() && names.front().starts_with('#')) {
        names.front().erase(0, names.front().find_first_not_of("# "));
      }
      const bool alone = tried == 1 && next == lines_.size();  // a header without rows
      const bool better = !best || names.size() > best->names.size();
      if (better && are_names(names) && (alone || rows_fit(next, names.size()))) {
        best = HeaderGuess{at, std::move(names)};
      }
    }
    return best;
  }

  /// Fields of the rows of a table without a header; 0 when they differ.
  std::size_t columns() const {
    std::size_t next = 0;
    const std::size_t count = record(next).size();
    return rows_fit(next, count) ? count : 0;
  }

 private:
  /// The fields of the record that begins at `at`, which becomes the place after it.
  Fields record(std::size_t& at) const {
    std::vector<std::string_view> fields;
    std::string unquoted;
    const std::size_t count = record_lines(lines_, at, delimiter_, false);
    const LineProblem problem = split_delimited(joined_lines(lines_, at, count), delimiter_, fields, unquoted);
    at += count;
    Fields out;
    for (const std::string_view field : problem == nullptr ? fields : std::vector<std::string_view>()) {
      out.push_back(on_one_line(field));
    }
    return out;
  }

  static bool are_names(const Fields& fields) {
    const auto is_number = [](const std::string& field) { return parse_number(field).has_value(); };
    const auto numbers = static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), is_number));
    // Row names may have no name.
    return fields.size() > 1 && 2 * numbers < fields.size() &&
           std::none_of(
               fields.begin() + 1, fields.end(), [](const std::string& field) { return field.empty(); }) &&
           std::none_of(fields.begin(), fields.end(), [](const std::string& field) { return looks_like_dna(field); });
  }

  bool rows_fit(std::size_t at, std::size_t columns) const {
    std::size_t rows = 0, fitting = 0;
    while (at < lines_.size() && rows < kRowsCompared) {
      const Fields fields = record(at);
      if (std::all_of(fields.begin(), fields.end(), [](const std::string& field) { return field.empty(); })) {
        continue;
      }
      ++rows;
      fitting += fields.size() == columns || fields.size() == columns + 1 ? 1U : 0U;
    }
    return columns > 1 && rows > 0 && static_cast<double>(fitting) >= kNearlyAllRecords * static_cast<double>(rows);
  }

  const std::vector<std::string_view>& lines_;
  char delimiter_;
};

std::vector<char> possible_delimiters(std::string_view first_line) {
  std::vector<char> all = {'\t', ',', ';', '|', ' '};
  constexpr std::string_view kSeparator = "sep=";  // of spreadsheets
  if (lower_case(first_line.substr(0, kSeparator.size())) == kSeparator && first_line.size() > kSeparator.size()) {
    all.push_back(first_line[kSeparator.size()]);
  }
  return all;
}

}  // namespace

TableForm guess_table_form(const std::filesystem::path& file, const QcConfig& config) {
  LineReader reader(file, kBytesLookedAt);
  LineBlock block;
  TableForm form;
  if (!reader.next(block)) {
    return form;
  }
  HeaderGuess best;
  std::size_t columns = 0;  // without a header
  for (const char delimiter : possible_delimiters(block.lines.front())) {
    const FormGuess guess(block.lines, delimiter);
    if (config.header == TableHeaderKind::names) {
      std::optional<HeaderGuess> header = guess.header(config.header_line);
      if (header && header->names.size() > best.names.size()) {
        best = std::move(*header);
      }
    }
    columns = std::max(columns, guess.columns());
  }
  if (!best.names.empty()) {
    form.header_line = static_cast<std::int64_t>(best.line) + 1;
    form.names = std::move(best.names);
    return form;
  }
  if (columns == 0 || config.header_line) {
    const char* kind = kind_of_text(joined_lines(block.lines, 0, std::min(block.lines.size(), kMostTitleLines)));
    fail(ErrorKind::input, file, ": no line looks like the header of a table",
         kind != nullptr ? concat("; the file looks like ", kind) : std::string(),
         "; a CSV or TSV table with at least two columns is needed");
  }
  form.has_header = false;
  form.names = {concat(columns)};
  return form;
}

}  // namespace cre
