#include "table/quoted_records.h"

#include <algorithm>
#include <utility>

namespace cre {
namespace {

enum class FieldEnd { delimiter, line, bad_quote, open };

// Goes after the quoted field at the begin of `text`, and after the delimiter or line end that follows it.
FieldEnd pass_quoted(std::string_view& text, char delimiter) {
  std::size_t at = 1;
  for (;; at += 2) {  // "" stands for one quote
    at = text.find('"', at);
    if (at == std::string_view::npos) {
      return FieldEnd::open;
    }
    if (!text.substr(at + 1).starts_with('"')) {
      break;
    }
  }
  text.remove_prefix(at + 1);
  while (text.starts_with('\r')) {
    text.remove_prefix(1);
  }
  if (text.empty() || text.front() == '\n') {
    return FieldEnd::line;
  }
  if (text.front() != delimiter) {
    return FieldEnd::bad_quote;
  }
  text.remove_prefix(1);
  return FieldEnd::delimiter;
}

FieldEnd pass_plain(std::string_view& text, char delimiter) {
  const std::size_t at = std::min(text.find(delimiter), text.find('\n'));
  if (at == std::string_view::npos || text[at] == '\n') {
    text.remove_prefix(std::min(at, text.size()));
    return FieldEnd::line;
  }
  text.remove_prefix(at + 1);
  return FieldEnd::delimiter;
}

// Goes after the record at the begin of `text`: `line`, `bad_quote` or `open`.
FieldEnd pass_record(std::string_view& text, char delimiter) {
  for (;;) {
    const FieldEnd end = text.starts_with('"') ? pass_quoted(text, delimiter) : pass_plain(text, delimiter);
    if (end != FieldEnd::delimiter) {
      return end;
    }
  }
}

// As if quotes had no meaning.
std::size_t plain_fields(std::string_view line, char delimiter) {
  return static_cast<std::size_t>(std::count(line.begin(), line.end(), delimiter)) + 1;
}

bool swallows_rows(const std::vector<std::string_view>& lines, std::size_t at, std::size_t count, char delimiter,
                   std::size_t columns) {
  const auto is_row = [&](std::string_view line) { return plain_fields(line, delimiter) == columns; };
  const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(at);
  return is_row(*begin) && std::any_of(begin + 1, begin + static_cast<std::ptrdiff_t>(count), is_row);
}

bool has_quote(std::string_view text) {
  return text.find('"') != std::string_view::npos;
}

}  // namespace

std::string_view joined_lines(const std::vector<std::string_view>& lines, std::size_t at, std::size_t count) {
  const std::string_view last = lines[at + count - 1];
  return {lines[at].data(), static_cast<std::size_t>(last.data() + last.size() - lines[at].data())};
}

std::size_t record_lines(const std::vector<std::string_view>& lines, std::size_t at, char delimiter, bool more) {
  std::string_view line = lines[at];
  if (!has_quote(line) || pass_record(line, delimiter) != FieldEnd::open) {
    return 1;
  }
  const std::size_t within = std::min(lines.size() - at, kMostRecordLines);
  const std::size_t most = lines[at].size() + kMostRecordBytes;
  const std::string_view whole = joined_lines(lines, at, within).substr(0, most);
  std::string_view rest = whole;
  const FieldEnd end = pass_record(rest, delimiter);
  const bool all_there = within == kMostRecordLines || whole.size() == most || !more;
  if (end == FieldEnd::open) {
    return all_there ? 1 : 0;
  }
  if (end == FieldEnd::bad_quote) {
    return 1;
  }
  const std::string_view passed = whole.substr(0, whole.size() - rest.size());
  return static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n')) + 1;
}

void join_records(LineBlock& block, LineReader& reader, char delimiter, std::size_t columns) {
  if (!has_quote({block.text.data(), block.text.size()})) {
    return;
  }
  const std::vector<std::string_view>& lines = block.lines;
  std::vector<std::string_view> records;
  std::vector<std::int64_t> numbers;
  bool joined = false;
  for (std::size_t at = 0; at < lines.size();) {
    std::size_t count = record_lines(lines, at, delimiter, !reader.at_end());
    if (count == 0) {
      reader.put_back(block, at);
      break;
    }
    if (count > 1 && swallows_rows(lines, at, count, delimiter, columns)) {
      count = 1;
    }
    joined = joined || count > 1;
    records.push_back(joined_lines(lines, at, count));
    numbers.push_back(block.line_number(at));
    at += count;
  }
  block.lines = std::move(records);
  if (joined) {
    block.numbers = std::move(numbers);
  }
}

}  // namespace cre
