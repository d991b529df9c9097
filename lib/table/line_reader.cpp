#include "table/line_reader.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace cre {

LineReader::LineReader(const std::filesystem::path& file, std::size_t block_bytes)
    : file_(file), source_(file), block_bytes_(block_bytes) {}

// Whole lines (the last one maybe without line end at the end of the file); false when nothing is left.
bool LineReader::fill(std::vector<char>& text) {
  text.clear();  // keeps its memory
  std::swap(text, rest_);
  for (;;) {
    if (!source_.read(text, text.size(), block_bytes_)) {
      at_end_ = true;
      return !text.empty();
    }
    const auto last = std::find(text.rbegin(), text.rend(), '\n');
    if (last != text.rend()) {
      rest_.assign(last.base(), text.end());
      text.erase(last.base(), text.end());
      return true;
    }
    check_length({text.data(), text.size()}, next_line_);
  }
}

bool LineReader::next(LineBlock& block) {
  block.lines.clear();
  block.numbers.clear();
  if (!fill(block.text)) {
    return false;
  }
  std::string_view text(block.text.data(), block.text.size());
  refuse_nul(text);
  block.first_line = next_line_;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    check_length(line, next_line_ + static_cast<std::int64_t>(block.lines.size()));
    block.lines.push_back(line);
  }
  next_line_ += static_cast<std::int64_t>(block.lines.size());
  return true;
}

void LineReader::put_back(LineBlock& block, std::size_t from) {
  next_line_ = block.line_number(from);
  const auto begin = block.text.begin() + (block.lines[from].data() - block.text.data());
  std::vector<char> text(begin, block.text.end());
  text.insert(text.end(), rest_.begin(), rest_.end());
  rest_ = std::move(text);
  block.lines.resize(from);
  if (!block.numbers.empty()) {
    block.numbers.resize(from);
  }
}

void LineReader::check_length(std::string_view line, std::int64_t number) const {
  if (line.size() >= kLongestLine) {
    fail(ErrorKind::input, file_, ": line ", number, ": has ", kLongestLine / 1'000'000,
         " MB and more; is this a table with one row a line?");
  }
}

void LineReader::refuse_nul(std::string_view text) const {
  const std::size_t at = text.find('\0');
  if (at == std::string_view::npos) {
    return;
  }
  const auto line = next_line_ + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  fail(ErrorKind::input, file_, ": line ", line, ": is no text (a NUL byte); is the file damaged?");
}

}  // namespace cre
