#pragma once
// Internal to byte_source.cpp: the content of a gzip file of one or more members, of which nothing may be missing.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <isa-l/igzip_lib.h>

namespace cre {

class GzipStream {
 public:
  /// Reads raw bytes of the file: fills up to the given number, fewer only at the end.
  using ReadRaw = std::function<std::size_t(char*, std::size_t)>;

  GzipStream(std::filesystem::path file, ReadRaw read_raw);
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  /// Fills up to `capacity` bytes; fewer only at the end. Zeros after the last member are padding (tapes and object
  /// stores round up). Throws input for a stream that is damaged or ends early, for other bytes after it, and for
  /// BGZF (gzip in blocks, of bgzip and samtools) without the empty block that marks its end.
  std::size_t read(char* to, std::size_t capacity);

 private:
  bool refill();
  bool begin_member();
  void end_member();
  void check_end_marker() const;
  void check_padding();
  std::size_t position() const { return raw_bytes_ - state_.avail_in; }
  template <class... Parts>
  [[noreturn]] void broken(const Parts&... parts) const;

  std::filesystem::path file_;
  ReadRaw read_raw_;
  inflate_state state_;
  isal_gzip_header header_;
  std::vector<char> compressed_;
  std::vector<std::uint8_t> extra_;  // the extra field of the present member's header
  std::size_t raw_bytes_ = 0;        // read from the file so far
  std::size_t members_ = 0;          // that have ended
  std::size_t member_begin_ = 0;     // position of the present member
  bool in_member_ = false;           // inside one that has not ended
  bool needs_end_marker_ = false;    // the last member was a block of BGZF, but not the one that marks the end
};

}  // namespace cre
