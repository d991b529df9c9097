#include "table/delimited_table.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "table/column_names.h"
#include "table/quoted_records.h"

namespace cre {
namespace {

bool all_blank(const std::vector<std::string_view>& lines) {
  return std::all_of(lines.begin(), lines.end(), [](std::string_view line) { return strip(line).empty(); });
}

}  // namespace

DelimitedTable::DelimitedTable(const std::filesystem::path& file, const TableForm& form) : file_(file), reader_(file) {
  if (!reader_.next(first_) || all_blank(first_.lines)) {
    fail(ErrorKind::input, file_, ": is empty; a header line and rows are needed");
  }
  refuse_binary();
  header_ = find_header(first_, form, file_);
  const auto passed = static_cast<std::ptrdiff_t>(std::min(header_.lines_passed, first_.lines.size()));
  first_.lines.erase(first_.lines.begin(), first_.lines.begin() + passed);
  first_.first_line += passed;
  first_pending_ = true;
  for (const std::string& name : header_.names) {
    columns_.push_back(on_one_line(name));
  }
}

// Binary files that have no known mark have control characters early on.
void DelimitedTable::refuse_binary() const {
  constexpr std::size_t kLooked = 4096;
  const std::string_view begin(first_.text.data(), std::min(kLooked, first_.text.size()));
  const auto bad = std::find_if(begin.begin(), begin.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\r' && c != '\n';
  });
  if (bad == begin.end()) {
    return;
  }
  fail(ErrorKind::input, file_, ": line ", std::count(begin.begin(), bad, '\n') + 1, ": is no text (the character ",
       static_cast<int>(*bad), "); a CSV or TSV table, plain or gzip, is needed");
}

std::vector<std::string> DelimitedTable::notes() const {
  std::vector<std::string> out = reader_.notes();
  out.insert(out.end(), header_.notes.begin(), header_.notes.end());
  return out;
}

std::vector<std::string_view> DelimitedTable::first_rows(std::size_t most) const {
  std::vector<std::string_view> rows;
  for (std::size_t at = 0; at < first_.lines.size() && rows.size() < most;) {
    const std::size_t count = record_lines(first_.lines, at, delimiter(), false);
    rows.push_back(joined_lines(first_.lines, at, count));
    at += count;
  }
  return rows;
}

void DelimitedTable::add_unnamed_column(bool in_front) {
  header_.names.insert(in_front ? header_.names.begin() : header_.names.end(), std::string());
  columns_.insert(in_front ? columns_.begin() : columns_.end(), std::string());
}

bool DelimitedTable::next(LineBlock& block) {
  do {
    if (std::exchange(first_pending_, false)) {
      block = std::move(first_);
    } else if (!reader_.next(block)) {
      return false;
    }
    join_records(block, reader_, delimiter(), columns_.size());
  } while (block.lines.empty());
  return true;
}

}  // namespace cre
