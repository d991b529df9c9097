#pragma once
// The text of a file as UTF-8 with lines that end in LF or CRLF, whatever encoding and line ends the file has.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "table/byte_source.h"
#include "table/text_encoding.h"

namespace cre {

class TextSource {
 public:
  /// Throws io.
  explicit TextSource(const std::filesystem::path& file) : file_(file), source_(file) {}

  /// Replaces `text` after its first `keep` bytes by about `bytes` of text; false at the end of the file. A byte order
  /// mark is dropped. UTF-16 is read as UTF-8. Where the first line ends in a lone CR (old Macintosh), every CR is a
  /// line end. Throws as ByteSource::read, and input for UTF-32 and for UTF-16 that is cut off or damaged.
  bool read(std::vector<char>& text, std::size_t keep, std::size_t bytes);

  /// See ByteSource.
  std::string sha256() { return source_.sha256(); }

  /// What was read in an unusual way, for people: the encoding, the line ends.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  void find_encoding(std::string_view begin);
  void find_line_ends(std::string_view begin);
  void decode(std::vector<char>& text, std::size_t from);
  static void drop_mark(std::vector<char>& text, std::size_t from);
  void end_lines(std::vector<char>& text, std::size_t from);

  std::filesystem::path file_;
  ByteSource source_;
  bool at_start_ = true;
  std::optional<Utf16Decoder> utf16_;
  bool cr_ends_lines_ = false;
  bool cr_before_ = false;  // with cr_ends_lines_: the last byte read was a CR, so an LF after it ends no further line
  std::vector<std::string> notes_;
};

/// All text of a file. Throws as TextSource.
std::string read_all(const std::filesystem::path& file);

}  // namespace cre
