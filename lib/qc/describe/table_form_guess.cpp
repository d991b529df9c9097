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

/// What is compared of the records that begin with each line.
struct RecordShape {
  std::size_t fields = 0;
  std::size_t next = 0;  // place of the record after it
  bool blank = false;
};

struct HeaderGuess {
  std::size_t line = 0;  // index in the file
  Fields names;          // at least two
};

class FormGuess {
 public:
  FormGuess(const std::vector<std::string_view>& lines, char delimiter)
      : lines_(lines), delimiter_(delimiter), shapes_(lines.size()) {}

  /// The line that looks like the header of what follows, of several the first with most fields (a title may have a
  /// delimiter, too); nothing without one.
  std::optional<HeaderGuess> header(const std::optional<std::int64_t>& line) {
    const std::size_t begin = line ? static_cast<std::size_t>(*line - 1) : 0;
    const std::size_t end = line ? begin + 1 : lines_.size();
    std::optional<HeaderGuess> best;
    for (std::size_t at = begin, tried = 0; at < std::min(end, lines_.size()) && tried < kMostTitleLines; ++at) {
      if (strip(lines_[at]).empty()) {
        continue;
      }
      ++tried;
      const RecordShape shape = shape_at(at);
      const bool alone = tried == 1 && shape.next == lines_.size();  // a header without rows
      const bool better = shape.fields > 1 && (!best || shape.fields > best->names.size());
      if (better && (alone || rows_fit(shape.next, shape.fields))) {
        Fields names = names_at(at);
        if (are_names(names)) {
          best = HeaderGuess{at, std::move(names)};
        }
      }
    }
    return best;
  }

  /// Fields of the rows of a table without a header; 0 when they differ.
  std::size_t columns() {
    const RecordShape first = shape_at(0);
    return rows_fit(first.next, first.fields) ? first.fields : 0;
  }

 private:
  /// Splits the record that begins at `at` into fields_; the number of its lines.
  std::size_t split(std::size_t at) {
    const std::size_t count = record_lines(lines_, at, delimiter_, false);
    if (split_delimited(joined_lines(lines_, at, count), delimiter_, fields_, unquoted_) != nullptr) {
      fields_.clear();
    }
    return count;
  }

  const RecordShape& shape_at(std::size_t at) {
    std::optional<RecordShape>& shape = shapes_[at];
    if (!shape) {
      const std::size_t lines = split(at);
      const auto blank = [](std::string_view field) { return strip(field).empty(); };
      shape = RecordShape{fields_.size(), at + lines, std::all_of(fields_.begin(), fields_.end(), blank)};
    }
    return *shape;
  }

  Fields names_at(std::size_t at) {
    split(at);
    Fields names(fields_.size());
    std::transform(fields_.begin(), fields_.end(), names.begin(), on_one_line);
    if (names.front().starts_with('#')) {
      names.front().erase(0, names.front().find_first_not_of("# "));
    }
    return names;
  }

  static bool are_names(const Fields& fields) {
    const auto is_number = [](const std::string& field) { return parse_number(field).has_value(); };
    const auto numbers = static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), is_number));
    // Row names may have no name.
    return 2 * numbers < fields.size() &&
           std::none_of(
               fields.begin() + 1, fields.end(), [](const std::string& field) { return field.empty(); }) &&
           std::none_of(fields.begin(), fields.end(), [](const std::string& field) { return looks_like_dna(field); });
  }

  bool rows_fit(std::size_t at, std::size_t columns) {
    std::size_t rows = 0, fitting = 0;
    while (at < lines_.size() && rows < kRowsCompared) {
      const RecordShape& shape = shape_at(at);
      rows += shape.blank ? 0U : 1U;
      fitting += !shape.blank && (shape.fields == columns || shape.fields == columns + 1) ? 1U : 0U;
      at = shape.next;
    }
    return columns > 1 && rows > 0 && static_cast<double>(fitting) >= kNearlyAllRecords * static_cast<double>(rows);
  }

  const std::vector<std::string_view>& lines_;
  char delimiter_;
  std::vector<std::optional<RecordShape>> shapes_;  // (lines) of records looked at so far
  std::vector<std::string_view> fields_;
  std::string unquoted_;
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
    FormGuess guess(block.lines, delimiter);
    if (config.header == TableHeaderKind::names) {
      std::optional<HeaderGuess> header = guess.header(config.header_line);
      if (header && header->names.size() > best.names.size()) {
        best = std::move(*header);
      }
    }
    columns = std::max(columns, guess.columns());
    if (delimiter == '\t' && !best.names.empty()) {  // nobody writes tabs into texts, but blanks and commas
      break;
    }
  }
  if (!best.names.empty()) {
    form.header_line = static_cast<std::int64_t>(best.line) + 1;
    // They tell the delimiter; the header is split anew.
    constexpr std::size_t kEnoughNames = 8;
    best.names.resize(std::min(kEnoughNames, best.names.size()));
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
