#include "table/text_source.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "core/text.h"

namespace cre {
namespace {

constexpr std::size_t kLookedBytes = std::size_t{1} << 16U;

// Does the first line end in a CR that no LF follows? Line ends in quotes are passed over if there are others.
bool first_line_ends_in_cr(std::string_view text) {
  bool quoted = false;
  std::size_t first = std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      quoted = !quoted;
    }
    if (text[i] != '\r' && text[i] != '\n') {
      continue;
    }
    if (first == std::string_view::npos || !quoted) {
      first = i;
    }
    if (!quoted) {
      break;
    }
  }
  if (first == std::string_view::npos || text[first] != '\r') {
    return false;
  }
  const std::size_t end = text.find_first_not_of('\r', first);  // CR CR LF is a line end written twice
  return end == std::string_view::npos || text[end] != '\n';
}

}  // namespace

bool TextSource::read(std::vector<char>& text, std::size_t keep, std::size_t bytes) {
  const std::size_t wanted = at_start_ ? std::max(bytes, kLookedBytes) : bytes;
  text.resize(keep + wanted);
  const std::size_t count = source_.read(text.data() + keep, wanted);
  text.resize(keep + count);
  const bool first = std::exchange(at_start_, false);
  if (first) {
    find_encoding({text.data() + keep, count});
  }
  if (utf16_) {
    decode(text, keep);
  }
  if (first) {
    drop_mark(text, keep);
    find_line_ends({text.data() + keep, text.size() - keep});
  }
  if (cr_ends_lines_) {
    end_lines(text, keep);
  }
  return count > 0;
}

void TextSource::find_encoding(std::string_view begin) {
  using namespace std::string_view_literals;
  if (begin.starts_with("\xFF\xFE\0\0"sv) || begin.starts_with("\0\0\xFE\xFF"sv)) {
    fail(ErrorKind::input, file_, ": is UTF-32 text; write it as UTF-8: iconv -f UTF-32 -t UTF-8");
  }
  const TextEncoding encoding = encoding_of(begin);
  if (encoding == TextEncoding::utf8) {
    return;
  }
  utf16_.emplace(encoding);
  notes_.push_back(concat("the text is ", encoding_name(encoding)));
}

void TextSource::decode(std::vector<char>& text, std::size_t from) {
  std::string decoded;
  decoded.reserve(text.size() - from);
  const bool good = utf16_->decode({text.data() + from, text.size() - from}, decoded);
  const bool cut_off = text.size() == from && utf16_->pending();
  if (!good || cut_off) {
    fail(ErrorKind::input, file_, ": is UTF-16 text that ", cut_off ? "ends within a character" : "is damaged",
         "; copy or export the file again, as UTF-8 if that can be chosen");
  }
  text.resize(from);
  text.insert(text.end(), decoded.begin(), decoded.end());
}

// The mark of UTF-16 has become that of UTF-8.
void TextSource::drop_mark(std::vector<char>& text, std::size_t from) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  const auto begin = text.begin() + static_cast<std::ptrdiff_t>(from);
  if (std::string_view(text.data() + from, text.size() - from).starts_with(kMark)) {
    text.erase(begin, begin + static_cast<std::ptrdiff_t>(kMark.size()));
  }
}

void TextSource::find_line_ends(std::string_view begin) {
  cr_ends_lines_ = first_line_ends_in_cr(begin);
  if (cr_ends_lines_) {
    notes_.emplace_back("lines end in a carriage return alone");
  }
}

void TextSource::end_lines(std::vector<char>& text, std::size_t from) {
  std::size_t to = from;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    const bool after_cr = std::exchange(cr_before_, c == '\r');
    if (c == '\n' && after_cr) {
      continue;
    }
    text[to++] = c == '\r' ? '\n' : c;
  }
  text.resize(to);
}

std::string read_all(const std::filesystem::path& file) {
  constexpr std::size_t kBlock = std::size_t{1} << 18U;
  TextSource source(file);
  std::vector<char> text;
  while (source.read(text, text.size(), kBlock)) {
  }
  return {text.begin(), text.end()};
}

}  // namespace cre
