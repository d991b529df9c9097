#pragma once
// Files that appear under their final name complete or not at all.

#include <filesystem>
#include <string>
#include <string_view>

namespace cre {

/// A file being written: it lives under a temporary name in the folder of `target` until commit()
/// syncs it, renames it and syncs the folder. Destroyed without commit, it leaves nothing behind.
class PendingFile {
 public:
  /// Throws io when the folder of `target` does not exist or cannot be written.
  explicit PendingFile(std::filesystem::path target);
  ~PendingFile();
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;

  /// Where to write; for libraries that open files by name.
  const std::filesystem::path& path() const { return temporary_; }
  const std::filesystem::path& target() const { return target_; }

  /// SHA-256 of what is written so far; the disk begins to take it meanwhile. Throws io.
  std::string digest() const;
  /// Call after the writer has closed path() without error. Throws io.
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  bool committed_ = false;
};

/// Writes `content` atomically. Throws io (disk full, no permission, ...).
void write_text_file(const std::filesystem::path& file, std::string_view content);

/// The whole file. Throws io with the reason.
std::string read_text_file(const std::filesystem::path& file);

/// Gzip with a header free of times and names, so equal content gives equal bytes, on any number of threads. Atomic.
/// Throws io.
void write_gzip_file(const std::filesystem::path& file, std::string_view content, unsigned threads = 1);

/// Makes the folder and those above it, and proves that files can be made in it. Throws io.
void make_output_folder(const std::filesystem::path& folder);

}  // namespace cre
