#pragma once
// Lines of a text file in large blocks, for parsing them on several threads.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "table/text_source.h"

namespace cre {

/// Consecutive lines without their line ends, or records that may go over several of them.
struct LineBlock {
  std::vector<std::string_view> lines;  // into `text`
  std::int64_t first_line = 1;          // number in the file of lines[0]
  std::vector<std::int64_t> numbers;    // number of each where some have several lines; else empty
  std::vector<char> text;               // no std::string: moving a short one would move its characters

  /// Number in the file of the line with which lines[i] begins.
  std::int64_t line_number(std::size_t i) const {
    return numbers.empty() ? first_line + static_cast<std::int64_t>(i) : numbers[i];
  }
};

/// A line of so many bytes and more is an error: no table has such lines, and memory is kept for every line.
inline constexpr std::size_t kLongestLine = std::size_t{64} * 1'000'000;

class LineReader {
 public:
  /// `block_bytes`: about how much text a block holds. Throws io.
  explicit LineReader(const std::filesystem::path& file, std::size_t block_bytes = std::size_t{1} << 23U);

  /// The next lines; false at the end. A last line without line end counts. Throws as TextSource::read, and input for
  /// a line with a NUL byte or of kLongestLine bytes. A block that is given again keeps its memory.
  bool next(LineBlock& block);
  /// Gives lines[from] and all after it back, so that the next block begins with them and has more.
  void put_back(LineBlock& block, std::size_t from);
  /// Has all of the file been handed out?
  bool at_end() const { return at_end_ && rest_.empty(); }

  /// See TextSource.
  const std::vector<std::string>& notes() const { return source_.notes(); }
  /// See ByteSource.
  std::string sha256() { return source_.sha256(); }

 private:
  bool fill(std::vector<char>& text);
  void check_length(std::string_view line, std::int64_t number) const;
  void refuse_nul(std::string_view text) const;

  std::filesystem::path file_;
  TextSource source_;
  std::size_t block_bytes_;
  std::vector<char> rest_;      // text that is not handed out yet
  std::int64_t next_line_ = 1;  // number of the line with which it begins
  bool at_end_ = false;         // of the file
};

}  // namespace cre
