#pragma once
// The bytes of a file, decompressed when it is a gzip file (told by its first two bytes, not by its name).

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace cre {

class ByteSource {
 public:
  /// Throws io when the file cannot be opened.
  explicit ByteSource(const std::filesystem::path& file);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// Fills up to `capacity` bytes; returns how many, fewer only at the end. Several gzip members in one file are read
  /// one after the other. Throws input for a gzip stream that is damaged, cut off or followed by something else (see
  /// GzipStream) and, at the first call, for a file of another kind than text (see refuse_other_kinds); io when reading
  /// fails. The first call should ask for several kilobytes: the kind of file is told by them.
  std::size_t read(char* to, std::size_t capacity);

  /// SHA-256 (hexadecimal) of the whole file as it is on disk. What read() has seen is digested already; the rest is
  /// read for it, so nothing can be read afterwards.
  std::string sha256();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cre
