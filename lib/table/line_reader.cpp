#include "table/line_reader.h"

#include <algorithm>
#include <utility>

namespace cre {

LineReader::LineReader(const std::filesystem::path& file, std::size_t block_bytes)
    : source_(file), block_bytes_(block_bytes) {}

// Whole lines (the last one maybe without line end at the end of the file); false when nothing is left.
bool LineReader::fill(std::vector<char>& text) {
  text = std::exchange(rest_, {});
  for (;;) {
    const std::size_t have = text.size();
    text.resize(have + block_bytes_);
    const std::size_t count = source_.read(text.data() + have, block_bytes_);
    text.resize(have + count);
    if (count == 0) return !text.empty();
    const auto last = std::find(text.rbegin(), text.rend(), '\n');
    if (last != text.rend()) {
      rest_.assign(last.base(), text.end());
      text.erase(last.base(), text.end());
      return true;
    }
  }
}

bool LineReader::next(LineBlock& block) {
  block.lines.clear();
  while (block.lines.empty()) {
    if (!fill(block.text)) return false;
    std::string_view text(block.text.data(), block.text.size());
    if (std::exchange(at_start_, false) && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    block.first_line = next_line_;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) {
        ++pending_empty_;
        continue;
      }
      block.lines.insert(block.lines.end(), static_cast<std::size_t>(std::exchange(pending_empty_, 0)), {});
      block.lines.push_back(line);
    }
    next_line_ += static_cast<std::int64_t>(block.lines.size());
  }
  return true;
}

}  // namespace cre
