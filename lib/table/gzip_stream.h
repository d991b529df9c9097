#pragma once
// Internal to byte_source.cpp: the content of a gzip file of one or more members, of which nothing may be missing.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <zlib.h>

namespace cre {

class GzipStream {
 public:
  /// Reads raw bytes of the file: fills up to the given number, fewer only at the end.
  using ReadRaw = std::function<std::size_t(char*, std::size_t)>;

  GzipStream(std::filesystem::path file, ReadRaw read_raw);
  ~GzipStream();
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
  std::size_t position() const { return raw_bytes_ - stream_.avail_in; }
  template <class... Parts>
  [[noreturn]] void broken(const Parts&... parts) const;

  std::filesystem::path file_;
  ReadRaw read_raw_;
  z_stream stream_{};
  gz_header header_{};
  std::vector<char> compressed_;
  std::vector<Bytef> extra_;       // the extra field of the present member's header
  std::size_t raw_bytes_ = 0;      // read from the file so far
  std::size_t members_ = 0;        // that have ended
  bool in_member_ = false;         // inside one that has not
  bool needs_end_marker_ = false;  // the last member was a block of BGZF, but not the one that marks the end
};

}  // namespace cre
