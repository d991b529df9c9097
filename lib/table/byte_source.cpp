#include "table/byte_source.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/digest.h"
#include "core/error.h"
#include "table/file_kind.h"
#include "table/gzip_stream.h"

namespace cre {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }  // read only: nothing can be lost on closing
};

}  // namespace

struct ByteSource::State {
  explicit State(const std::filesystem::path& source) : path(source), file(std::fopen(source.c_str(), "rb")) {
    if (!file) {
      fail(ErrorKind::io, path, ": cannot be opened: ", std::strerror(errno));
    }
  }

  std::size_t read_raw(char* to, std::size_t capacity) {
    const std::size_t count = std::fread(to, 1, capacity, file.get());
    if (count < capacity && std::ferror(file.get())) {
      fail(ErrorKind::io, path, ": cannot be read: ", std::strerror(errno));
    }
    digest.update(to, count);
    return count;
  }

  std::filesystem::path path;
  std::unique_ptr<std::FILE, CloseFile> file;
  std::optional<GzipStream> gzip;  // nothing for a plain file
  Sha256 digest;                   // of what was read from the file
  bool at_start = true;
};

ByteSource::ByteSource(const std::filesystem::path& file) : state_(std::make_unique<State>(file)) {
  if (std::filesystem::is_directory(file)) {
    fail(ErrorKind::io, file, ": is a folder, not a file");
  }
  char magic[2] = {};
  const std::size_t count = std::fread(magic, 1, 2, state_->file.get());  // where that fails, reading does, too
  std::rewind(state_->file.get());
  if (count == 2 && magic[0] == '\x1f' && magic[1] == '\x8b') {
    state_->gzip.emplace(file,
                         [state = state_.get()](char* to, std::size_t bytes) { return state->read_raw(to, bytes); });
  }
}

ByteSource::~ByteSource() = default;

std::size_t ByteSource::read(char* to, std::size_t capacity) {
  const std::size_t count = state_->gzip ? state_->gzip->read(to, capacity) : state_->read_raw(to, capacity);
  if (std::exchange(state_->at_start, false)) {
    refuse_other_kinds(state_->path, {to, count});
  }
  return count;
}

std::string ByteSource::sha256() {
  std::vector<char> rest(std::size_t{1} << 20U);
  while (state_->read_raw(rest.data(), rest.size()) > 0) {
  }
  return state_->digest.hex();
}

}  // namespace cre
