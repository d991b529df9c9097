// Gzip in blocks that are compressed on several threads, each with the text before it as its dictionary, as pigz does.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <zlib.h>

#include "core/error.h"
#include "core/files.h"
#include "core/parallel.h"

namespace cre {

namespace {

constexpr std::size_t kGzipBlock = std::size_t{1} << 20U;  // not by threads, so that these do not show in the bytes
constexpr std::size_t kGzipWindow = std::size_t{1} << 15U;
constexpr int kGzipLevel = 4;  // sequences have few repeats: 6 makes them 7 % smaller in four times the time

struct GzipBlock {
  std::string packed;
  uLong checksum = 0;
};

GzipBlock compressed(std::string_view content, std::size_t begin) {
  const std::string_view text = content.substr(begin, kGzipBlock);
  const std::string_view before = content.substr(begin - std::min(begin, kGzipWindow), std::min(begin, kGzipWindow));
  const auto bytes_of = [](std::string_view view) { return reinterpret_cast<Bytef*>(const_cast<char*>(view.data())); };
  const auto size_of = [](std::string_view view) { return static_cast<uInt>(view.size()); };
  z_stream stream{};
  require(deflateInit2(&stream, kGzipLevel, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib starts");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, &deflateEnd);
  require(before.empty() || deflateSetDictionary(&stream, bytes_of(before), size_of(before)) == Z_OK, "zlib goes on");
  constexpr std::size_t kFlush = 16;  // what ends a block, besides its data
  GzipBlock block{std::string(deflateBound(&stream, size_of(text)) + kFlush, '\0'),
                  crc32(0, bytes_of(text), size_of(text))};
  stream.next_in = bytes_of(text);
  stream.avail_in = size_of(text);
  stream.next_out = bytes_of(block.packed);
  stream.avail_out = size_of(block.packed);
  const bool last = begin + kGzipBlock >= content.size();
  const int status = deflate(&stream, last ? Z_FINISH : Z_SYNC_FLUSH);
  require(status == (last ? Z_STREAM_END : Z_OK) && stream.avail_in == 0 && stream.avail_out > 0, "zlib compresses");
  block.packed.resize(block.packed.size() - stream.avail_out);
  return block;
}

void append_little_endian(std::string& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out += static_cast<char>(value >> shift & 0xFFU);
  }
}

}  // namespace

void write_gzip_file(const std::filesystem::path& file, std::string_view content, unsigned threads) {
  std::vector<GzipBlock> blocks(std::max<std::size_t>(1, (content.size() + kGzipBlock - 1) / kGzipBlock));
  parallel_for(blocks.size(), threads, [&](std::size_t i) { blocks[i] = compressed(content, i * kGzipBlock); });
  constexpr std::array<char, 10> kHeader = {'\x1f', '\x8b', Z_DEFLATED, 0, 0, 0, 0, 0, 0, 3};  // no time, no name, Unix
  std::string packed(kHeader.begin(), kHeader.end());
  uLong checksum = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    packed += blocks[i].packed;
    const std::size_t bytes = std::min(kGzipBlock, content.size() - i * kGzipBlock);
    checksum = crc32_combine(checksum, blocks[i].checksum, static_cast<z_off_t>(bytes));
  }
  append_little_endian(packed, static_cast<std::uint32_t>(checksum));
  append_little_endian(packed, static_cast<std::uint32_t>(content.size()));  // modulo 2^32
  write_text_file(file, packed);
}

}  // namespace cre
