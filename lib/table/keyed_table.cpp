#include "table/keyed_table.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "table/column_map.h"
#include "table/column_names.h"
#include "table/delimited_line.h"
#include "table/number_field.h"
#include "table/text_encoding.h"

namespace cre {

namespace {

const std::string kIdColumn = "id";

std::vector<std::size_t> places_of(ColumnMap& map, const std::vector<std::string>& names, const std::string& option) {
  std::vector<std::size_t> out;
  for (const std::string& name : names) {
    out.push_back(map.find(name, option));
  }
  return out;
}

class KeyedRowReader {
 public:
  KeyedRowReader(const DelimitedTable& table, const KeyedColumns& wanted, const std::string& option)
      : table_(table), decimal_commas_(table.delimiter() == ';'), numbers_(missing_, decimal_commas_) {
    ColumnMap map(table);
    id_ = map.find(kIdColumn, option);
    number_ = places_of(map, wanted.numbers, option);
    word_ = places_of(map, wanted.words, option);
    map.check();
    rows_.notes = table.notes();
    rows_.notes.insert(rows_.notes.end(), map.notes().begin(), map.notes().end());
    rows_.numbers.resize(number_.size());
    rows_.words.resize(word_.size());
  }

  void add(std::int64_t line, std::string_view record) {
    line_ = line;
    if (const LineProblem problem = split_delimited(record, table_.delimiter(), fields_, unquoted_)) {
      fail_here(": ", problem);
    }
    const bool blank =
        std::all_of(fields_.begin(), fields_.end(), [&](auto field) { return missing_.contains(field); });
    if (blank) {
      blank_line_ = blank_line_.value_or(line);
      return;
    }
    if (blank_line_) {
      fail(ErrorKind::input, table_.file(), ": line ", *blank_line_, ": no value in the row");
    }
    check_width();
    add_id();
    for (std::size_t i = 0; i < number_.size(); ++i) {
      rows_.numbers[i].push_back(number(number_[i]));
    }
    for (std::size_t i = 0; i < word_.size(); ++i) {
      const std::string_view word = text(word_[i]);
      rows_.words[i].emplace_back(missing_.contains(word) ? std::string_view() : word);
    }
  }

  KeyedRows finish() {
    if (rows_.rows() == 0) {
      fail(ErrorKind::input, table_.file(), ": has a header line but no rows");
    }
    const NumberForms& forms = numbers_.forms();
    if (decimal_commas_) {
      check_number_forms(forms, table_.file());
    }
    const std::vector<std::string> notes = form_notes(forms, decimal_commas_);
    rows_.notes.insert(rows_.notes.end(), notes.begin(), notes.end());
    return std::move(rows_);
  }

 private:
  template <class... Parts>
  [[noreturn]] void fail_here(const Parts&... parts) const {
    fail(ErrorKind::input, table_.file(), ": line ", line_, parts...);
  }

  void check_width() const {
    const std::size_t columns = table_.columns().size();
    if (fields_.size() != columns) {
      fail_here(": ", counted(fields_.size(), "field"), ", the header has ", columns,
                fields_.size() == columns + 1 ? " (row names of R? write the table with row.names = FALSE)" : "");
    }
  }

  void add_id() {
    const std::string id(text(id_));
    if (id.empty()) {
      fail_here(": the id is empty");
    }
    const auto [known, is_new] = line_of_.emplace(id, line_);
    if (!is_new) {
      fail(ErrorKind::input, table_.file(), ": the id '", id, "' is there twice, in line ", known->second,
           " and in line ", line_);
    }
    rows_.id.push_back(id);
    rows_.line.push_back(line_);
  }

  // Without what would break the lines and columns of a table.
  std::string_view text(std::size_t column) const {
    const std::string_view field = strip(fields_[column]);
    if (std::any_of(field.begin(), field.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
      fail_here(", column ", table_.columns()[column], ": has a control character in it");
    }
    if (first_invalid_utf8(field)) {
      fail_here(", column ", table_.columns()[column], ": '", as_utf8(field), "' is not UTF-8 text");
    }
    return field;
  }

  double number(std::size_t column) {
    const std::string_view field = fields_[column];
    double value = 0.0;
    const bool readable = numbers_.read(field, line_, value) != NumberField::unreadable;
    if (!readable || std::isinf(value)) {
      fail_here(", column ", table_.columns()[column], ": '", as_utf8(strip(field)),
                readable ? "' is not finite" : "' is not a number");
    }
    return value;
  }

  const DelimitedTable& table_;
  MissingWords missing_;
  bool decimal_commas_;
  NumberReader numbers_;
  std::size_t id_ = 0;
  std::vector<std::size_t> number_, word_;
  std::vector<std::string_view> fields_;
  std::string unquoted_;
  std::int64_t line_ = 0;
  std::optional<std::int64_t> blank_line_;
  std::unordered_map<std::string, std::int64_t> line_of_;
  KeyedRows rows_;
};

}  // namespace

KeyedTable::KeyedTable(const std::filesystem::path& file, std::string option)
    : table_(file, {.names = {kIdColumn}}), option_(std::move(option)) {
  ColumnMap map(table_);
  map.find(kIdColumn, option_);
  map.check(table_.header().kind.empty() ? "rows are matched by it"
                                         : concat("the file looks like ", table_.header().kind));
}

std::vector<std::string> KeyedTable::columns() const {
  std::vector<std::string> out = table_.columns();
  out.erase(out.begin() + static_cast<std::ptrdiff_t>(find_name(table_.header().names, kIdColumn).index));
  return out;
}

bool KeyedTable::has(const std::string& column) const {
  return find_name(table_.header().names, column).count > 0;
}

KeyedRows KeyedTable::read(const KeyedColumns& wanted) {
  KeyedRowReader reader(table_, wanted, option_);
  LineBlock block;
  while (table_.next(block)) {
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
      reader.add(block.line_number(i), block.lines[i]);
    }
  }
  return reader.finish();
}

}  // namespace cre
