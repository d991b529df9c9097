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

  /// Fills up to `capacity` bytes; returns how many, 0 only at the end. Several gzip members in one file are read one
  /// after the other. Throws input for a broken or truncated gzip stream, io when reading fails.
  std::size_t read(char* to, std::size_t capacity);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// All bytes of a file, decompressed. Throws as ByteSource.
std::string read_all(const std::filesystem::path& file);

}  // namespace cre
