#include "sequence/sequence_digest.h"

#include <algorithm>

#include "core/parallel.h"
#include "sequence/base_codes.h"

namespace cre {

namespace {
constexpr std::size_t kRowsPerChunk = 4096;
}  // namespace

Sha256Digest sequence_digest(std::span<const std::uint8_t> codes) {
  const std::string letters = decode_bases(codes);
  Sha256 sha;
  sha.update(letters.data(), letters.size());
  return sha.digest();
}

std::vector<Sha256Digest> sequence_digests(std::span<const std::uint8_t> codes, std::size_t length, unsigned threads) {
  const std::size_t rows = codes.size() / length;
  std::vector<Sha256Digest> digests(rows);
  parallel_for((rows + kRowsPerChunk - 1) / kRowsPerChunk, threads, [&](std::size_t chunk) {
    const std::size_t end = std::min(rows, (chunk + 1) * kRowsPerChunk);
    for (std::size_t row = chunk * kRowsPerChunk; row < end; ++row) {
      digests[row] = sequence_digest(codes.subspan(row * length, length));
    }
  });
  return digests;
}

}  // namespace cre
