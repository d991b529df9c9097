#pragma once
// Lines of a text file in large blocks, for parsing them on several threads.

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "table/byte_source.h"

namespace cre {

/// Consecutive lines without their line ends (LF or CRLF). Line i of the block is line first_line + i of the file.
struct LineBlock {
  std::vector<std::string_view> lines;  // into `text`
  std::int64_t first_line = 1;
  std::vector<char> text;  // no std::string: moving a short one would move its characters
};

class LineReader {
 public:
  /// `block_bytes`: about how much text a block holds. Throws io.
  explicit LineReader(const std::filesystem::path& file, std::size_t block_bytes = std::size_t{1} << 23U);

  /// The next lines; false at the end. A UTF-8 byte order mark is dropped, so are empty lines at the end of the file;
  /// a last line without line end counts. Throws as ByteSource::read.
  bool next(LineBlock& block);

 private:
  bool fill(std::vector<char>& text);

  ByteSource source_;
  std::size_t block_bytes_;
  std::vector<char> rest_;          // begin of a line whose end is not read yet
  std::int64_t next_line_ = 1;      // number of the first line not handed out
  std::int64_t pending_empty_ = 0;  // empty lines before it, dropped unless a filled line follows
  bool at_start_ = true;
};

}  // namespace cre
