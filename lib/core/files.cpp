#include "core/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "core/digest.h"
#include "core/error.h"

namespace cre {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_io(const fs::path& file, const char* what) {
  fail(ErrorKind::io, file, ": ", what, ": ", std::strerror(errno));
}

/// A file descriptor that closes itself; close() reports what only shows at the end (quota, network file systems).
class Descriptor {
 public:
  /// `shown` is the name that messages use: users know nothing of temporary names.
  Descriptor(const fs::path& file, int flags, fs::path shown)
      : shown_(std::move(shown)), fd_(::open(file.c_str(), flags)) {
    if (fd_ < 0) {
      fail_io(shown_, "cannot be opened");
    }
  }
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write_all(std::string_view content) const {
    while (!content.empty()) {
      const ssize_t written = ::write(fd_, content.data(), content.size());
      if (written < 0) {
        if (errno == EINTR) {
          continue;
        }
        fail_io(shown_, "writing failed");
      }
      content.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    // Some file systems cannot sync folders or special files; that is no failure to write.
    if (::fsync(fd_) != 0 && errno != EINVAL && errno != ENOTSUP) {
      fail_io(shown_, "writing failed");
    }
  }
  void close() {
    const int fd = fd_;
    fd_ = -1;
    if (::close(fd) != 0) {
      fail_io(shown_, "writing failed");
    }
  }

 private:
  fs::path shown_;
  int fd_;
};

void sync_path(const fs::path& file, const fs::path& shown) {
  Descriptor descriptor(file, O_RDONLY | O_CLOEXEC, shown);
  descriptor.sync();
  descriptor.close();
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

}  // namespace

PendingFile::PendingFile(fs::path target) : target_(std::move(target)) {
  std::string name = (folder_of(target_) / ("." + target_.filename().string() + ".XXXXXX")).string();
  const int fd = ::mkstemp(name.data());
  if (fd < 0) {
    fail_io(target_, "cannot be written");
  }
  // mkstemp makes private files; results follow the user's umask like any other file.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(fd, 0666 & ~mask);
  ::close(fd);
  temporary_ = name;
}

PendingFile::~PendingFile() {
  if (!committed_) {
    std::error_code ignored;
    fs::remove(temporary_, ignored);
  }
}

std::string PendingFile::digest() const {
#if defined(SYNC_FILE_RANGE_WRITE)
  const int fd = ::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    ::sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);  // a hint: where it fails, commit() says so
    ::close(fd);
  }
#endif
  return sha256_of_file(temporary_);
}

void PendingFile::commit() {
  sync_path(temporary_, target_);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
    fail_io(target_, "cannot be written");
  }
  committed_ = true;
  sync_path(folder_of(target_), target_);
}

void write_text_file(const fs::path& file, std::string_view content) {
  PendingFile pending(file);
  Descriptor descriptor(pending.path(), O_WRONLY | O_TRUNC | O_CLOEXEC, file);
  descriptor.write_all(content);
  descriptor.close();
  pending.commit();
}

std::string read_text_file(const fs::path& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> handle(std::fopen(file.c_str(), "rb"), &std::fclose);
  if (!handle) {
    fail_io(file, "cannot be opened");
  }
  std::string content;
  std::vector<char> buffer(1U << 16U);
  std::size_t got = 0;
  while ((got = std::fread(buffer.data(), 1, buffer.size(), handle.get())) > 0) {
    content.append(buffer.data(), got);
  }
  if (std::ferror(handle.get()) != 0) {
    fail_io(file, "reading failed");
  }
  return content;
}

void make_output_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    fail(ErrorKind::io, folder, ": the output folder cannot be made: ", error.message());
  }
  // Without a name, so that a signal leaves nothing behind; not every file system has such files.
  const int nameless = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (nameless >= 0) {
    ::close(nameless);
    return;
  }
  try {
    const PendingFile probe(folder / "probe");
  } catch (const Error&) {
    fail_io(folder, "the output folder cannot be written");
  }
}

}  // namespace cre
