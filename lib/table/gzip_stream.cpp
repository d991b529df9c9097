#include "table/gzip_stream.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace cre {
namespace {

constexpr std::size_t kCompressedBlock = std::size_t{1} << 18U;
constexpr std::size_t kTakenAhead = 16;  // more bytes than the decompressor may have taken beyond the end of a member
constexpr std::size_t kLargestExtraField = std::size_t{1} << 16U;
constexpr std::size_t kEndMarkerBytes = 28;

// Subfields are two letters, a length of two bytes, and so many bytes; that of BGZF is "BC" with two bytes.
bool has_bgzf_subfield(const std::uint8_t* field, std::size_t size) {
  for (std::size_t at = 0; at + 4 <= size;) {
    const std::size_t length = field[at + 2] + 256U * field[at + 3];
    if (field[at] == 'B' && field[at + 1] == 'C' && length == 2) {
      return true;
    }
    at += 4 + length;
  }
  return false;
}

const char* reason(int status) {
  switch (status) {
    case ISAL_INVALID_BLOCK:
      return "invalid block";
    case ISAL_INVALID_SYMBOL:
      return "invalid code";
    case ISAL_INVALID_LOOKBACK:
      return "invalid distance too far back";
    case ISAL_INVALID_WRAPPER:
      return "incorrect header check";
    case ISAL_UNSUPPORTED_METHOD:
      return "unknown compression method";
    case ISAL_INCORRECT_CHECKSUM:
      return "incorrect data check";
    default:
      return "unknown reason";
  }
}

}  // namespace

GzipStream::GzipStream(std::filesystem::path file, ReadRaw read_raw)
    : file_(std::move(file)),
      read_raw_(std::move(read_raw)),
      compressed_(kTakenAhead + kCompressedBlock),
      extra_(kLargestExtraField) {
  isal_inflate_init(&state_);
  state_.crc_flag = ISAL_GZIP_NO_HDR_VER;  // checksum and length behind the data are compared
  state_.next_in = reinterpret_cast<std::uint8_t*>(compressed_.data() + kTakenAhead);
  state_.avail_in = 0;
}

// Makes sure that undecoded bytes are at hand; false at the end of the file.
bool GzipStream::refill() {
  if (state_.avail_in > 0) {
    return true;
  }
  std::copy(state_.next_in - kTakenAhead, state_.next_in, compressed_.data());  // some may be given back
  state_.next_in = reinterpret_cast<std::uint8_t*>(compressed_.data() + kTakenAhead);
  const std::size_t count = read_raw_(compressed_.data() + kTakenAhead, kCompressedBlock);
  state_.avail_in = static_cast<std::uint32_t>(count);
  raw_bytes_ += count;
  return count > 0;
}

std::size_t GzipStream::read(char* to, std::size_t capacity) {
  state_.next_out = reinterpret_cast<std::uint8_t*>(to);
  state_.avail_out = static_cast<std::uint32_t>(capacity);
  while (state_.avail_out > 0) {
    if (!in_member_ && !begin_member()) {
      break;
    }
    const std::uint32_t in_before = state_.avail_in, out_before = state_.avail_out;
    const int status = isal_inflate(&state_);
    if (status != ISAL_DECOMP_OK && status != ISAL_END_INPUT) {
      broken(reason(status));
    }
    if (state_.block_state == ISAL_BLOCK_FINISH) {
      end_member();
      continue;
    }
    const bool stands_still = state_.avail_in == in_before && state_.avail_out == out_before;
    require(!stands_still || state_.avail_in == 0, "the decompressor goes on while it has input");
    if (stands_still && !refill()) {
      broken("the file ends in the middle of the stream");
    }
  }
  return capacity - state_.avail_out;
}

// False when no further member follows.
bool GzipStream::begin_member() {
  if (!refill()) {
    check_end_marker();
    return false;
  }
  constexpr std::uint8_t kFirstByte = 0x1f;
  if (members_ > 0 && *state_.next_in != kFirstByte) {
    check_end_marker();
    check_padding();
    return false;
  }
  member_begin_ = position();
  isal_inflate_reset(&state_);
  isal_gzip_header_init(&header_);
  header_.extra = extra_.data();
  header_.extra_buf_len = static_cast<std::uint32_t>(extra_.size());
  for (int status = ISAL_END_INPUT; status != ISAL_DECOMP_OK;) {
    if (!refill()) {
      broken("the file ends in the middle of the stream");
    }
    status = isal_read_gzip_header(&state_, &header_);
    if (status != ISAL_DECOMP_OK && status != ISAL_END_INPUT) {
      broken(reason(status));
    }
  }
  in_member_ = true;
  return true;
}

void GzipStream::end_member() {
  const auto ahead = static_cast<std::uint32_t>(state_.read_in_length / 8);  // bytes of what follows
  state_.next_in -= ahead;
  state_.avail_in += ahead;
  state_.read_in_length = 0;
  const bool is_block = has_bgzf_subfield(extra_.data(), std::min<std::size_t>(header_.extra_len, extra_.size()));
  if (!is_block) {
    check_end_marker();  // blocks before this member
  }
  const bool is_end_marker = position() - member_begin_ == kEndMarkerBytes && state_.total_out == 0;
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
    const std::uint8_t* end = state_.next_in + state_.avail_in;
    const std::uint8_t* other =
        std::find_if(static_cast<const std::uint8_t*>(state_.next_in), end, [](std::uint8_t b) { return b != 0; });
    state_.avail_in = static_cast<std::uint32_t>(end - other);
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
