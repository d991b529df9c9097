#include "table/byte_source.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <zlib.h>

#include "core/error.h"

namespace cre {
namespace {

constexpr std::size_t kCompressedBlock = std::size_t{1} << 18U;
constexpr int kGzipWindow = 15 + 16;  // largest window; +16: gzip header and checksum

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }  // read only: nothing can be lost on closing
};

// RAII for zlib's decompressor.
class Inflater {
 public:
  Inflater() { require(inflateInit2(&stream_, kGzipWindow) == Z_OK, "zlib starts a decompressor"); }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
};

}  // namespace

struct ByteSource::State {
  explicit State(const std::filesystem::path& source) : path(source), file(std::fopen(source.c_str(), "rb")) {
    if (!file) fail(ErrorKind::io, path, ": cannot be opened: ", std::strerror(errno));
  }

  std::size_t read_raw(char* to, std::size_t capacity) {
    const std::size_t count = std::fread(to, 1, capacity, file.get());
    if (count < capacity && std::ferror(file.get())) {
      fail(ErrorKind::io, path, ": cannot be read: ", std::strerror(errno));
    }
    raw_bytes += count;
    return count;
  }

  // Makes sure that undecoded bytes are at hand; false at the end of the file.
  bool refill() {
    z_stream& stream = inflater->stream();
    if (stream.avail_in > 0) return true;
    stream.next_in = reinterpret_cast<Bytef*>(compressed.data());
    stream.avail_in = static_cast<uInt>(read_raw(compressed.data(), compressed.size()));
    return stream.avail_in > 0;
  }

  std::size_t inflate_some(char* to, std::size_t capacity) {
    z_stream& stream = inflater->stream();
    stream.next_out = reinterpret_cast<Bytef*>(to);
    stream.avail_out = static_cast<uInt>(capacity);
    while (stream.avail_out > 0) {
      if (!refill()) {
        if (in_member) broken("the file ends in the middle of the stream");
        break;
      }
      if (!in_member) {
        inflateReset(&stream);
        in_member = true;
      }
      const int status = inflate(&stream, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        in_member = false;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        broken(stream.msg != nullptr ? stream.msg : "unknown reason");
      }
    }
    return capacity - stream.avail_out;
  }

  [[noreturn]] void broken(const std::string& reason) {
    fail(ErrorKind::input, path, ": broken gzip stream at byte ", raw_bytes - inflater->stream().avail_in, ": ", reason,
         "; copy or download the file again");
  }

  std::filesystem::path path;
  std::unique_ptr<std::FILE, CloseFile> file;
  std::unique_ptr<Inflater> inflater;  // null for a plain file
  std::vector<char> compressed;
  std::size_t raw_bytes = 0;  // read from the file so far
  bool in_member = false;     // inside a gzip member that has not ended
};

ByteSource::ByteSource(const std::filesystem::path& file) : state_(std::make_unique<State>(file)) {
  if (std::filesystem::is_directory(file)) fail(ErrorKind::io, file, ": is a folder, not a file");
  char magic[2] = {};
  const std::size_t count = state_->read_raw(magic, 2);
  std::rewind(state_->file.get());
  state_->raw_bytes = 0;
  if (count == 2 && magic[0] == '\x1f' && magic[1] == '\x8b') {
    state_->inflater = std::make_unique<Inflater>();
    state_->compressed.resize(kCompressedBlock);
  }
}

ByteSource::~ByteSource() = default;

std::size_t ByteSource::read(char* to, std::size_t capacity) {
  return state_->inflater ? state_->inflate_some(to, capacity) : state_->read_raw(to, capacity);
}

std::string read_all(const std::filesystem::path& file) {
  ByteSource source(file);
  std::vector<char> block(kCompressedBlock);
  std::string content;
  while (const std::size_t count = source.read(block.data(), block.size())) {
    content.append(block.data(), count);
  }
  return content;
}

}  // namespace cre
