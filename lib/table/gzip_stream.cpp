#include "table/gzip_stream.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace cre {
namespace {

constexpr std::size_t kCompressedBlock = std::size_t{1} << 18U;
constexpr std::size_t kLargestExtraField = std::size_t{1} << 16U;
constexpr int kGzipWindow = 15 + 16;  // largest window; +16: gzip header and checksum
constexpr uLong kEndMarkerBytes = 28;

// Subfields are two letters, a length of two bytes, and so many bytes; that of BGZF is "BC" with two bytes.
bool has_bgzf_subfield(const Bytef* field, std::size_t size) {
  for (std::size_t at = 0; at + 4 <= size;) {
    const std::size_t length = field[at + 2] + 256U * field[at + 3];
    if (field[at] == 'B' && field[at + 1] == 'C' && length == 2) {
      return true;
    }
    at += 4 + length;
  }
  return false;
}

}  // namespace

GzipStream::GzipStream(std::filesystem::path file, ReadRaw read_raw)
    : file_(std::move(file)),
      read_raw_(std::move(read_raw)),
      compressed_(kCompressedBlock),
      extra_(kLargestExtraField) {
  require(inflateInit2(&stream_, kGzipWindow) == Z_OK, "zlib starts a decompressor");
}

GzipStream::~GzipStream() {
  inflateEnd(&stream_);
}

// Makes sure that undecoded bytes are at hand; false at the end of the file.
bool GzipStream::refill() {
  if (stream_.avail_in > 0) {
    return true;
  }
  stream_.next_in = reinterpret_cast<Bytef*>(compressed_.data());
  const std::size_t count = read_raw_(compressed_.data(), compressed_.size());
  stream_.avail_in = static_cast<uInt>(count);
  raw_bytes_ += count;
  return count > 0;
}

std::size_t GzipStream::read(char* to, std::size_t capacity) {
  stream_.next_out = reinterpret_cast<Bytef*>(to);
  stream_.avail_out = static_cast<uInt>(capacity);
  while (stream_.avail_out > 0) {
    if (!in_member_ && !begin_member()) {
      break;
    }
    if (!refill()) {
      broken("the file ends in the middle of the stream");
    }
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      end_member();
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      broken(stream_.msg != nullptr ? stream_.msg : "unknown reason");
    }
  }
  return capacity - stream_.avail_out;
}

// False when no further member follows.
bool GzipStream::begin_member() {
  if (!refill()) {
    check_end_marker();
    return false;
  }
  constexpr Bytef kFirstByte = 0x1f;
  if (members_ > 0 && *stream_.next_in != kFirstByte) {
    check_end_marker();
    check_padding();
    return false;
  }
  inflateReset(&stream_);
  header_ = {};
  header_.extra = extra_.data();
  header_.extra_max = static_cast<uInt>(extra_.size());
  inflateGetHeader(&stream_, &header_);
  in_member_ = true;
  return true;
}

void GzipStream::end_member() {
  const bool is_block = header_.extra != Z_NULL &&
                        has_bgzf_subfield(extra_.data(), std::min<std::size_t>(header_.extra_len, extra_.size()));
  if (!is_block) {
    check_end_marker();  // blocks before this member
  }
  const bool is_end_marker = stream_.total_in == kEndMarkerBytes && stream_.total_out == 0;
  needs_end_marker_ = is_block && !is_end_marker;
  in_member_ = false;
  ++members_;
}

void GzipStream::check_end_marker() const {
  if (!needs_end_marker_) {
    return;
  }
  fail(ErrorKind::input, file_, ": truncated, the BGZF end marker is missing: what follows byte ", position(),
       " is lost; copy or download the file again");
}

void GzipStream::check_padding() {
  do {
    const Bytef* end = stream_.next_in + stream_.avail_in;
    const Bytef* other = std::find_if(static_cast<const Bytef*>(stream_.next_in), end, [](Bytef b) { return b != 0; });
    stream_.avail_in = static_cast<uInt>(end - other);
    if (other != end) {
      broken("the byte ", static_cast<int>(*other),
             " follows the compressed data; only zeros or another gzip stream may");
    }
  } while (refill());
}

template <class... Parts>
void GzipStream::broken(const Parts&... parts) const {
  fail(ErrorKind::input, file_, ": broken gzip stream at byte ", position(), ": ", parts...,
       "; copy or download the file again");
}

}  // namespace cre
