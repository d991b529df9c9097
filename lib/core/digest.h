#pragma once
// SHA-256 (FIPS 180-4) through OpenSSL.

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace cre {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// Incremental SHA-256.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(const void* data, std::size_t bytes);
  /// Ends the computation.
  Sha256Digest digest();
  /// The same as 64 lower-case hexadecimal characters.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 64 lower-case hexadecimal characters.
std::string hex_text(const Sha256Digest& digest);

std::string sha256_of_text(std::string_view text);

/// Throws io when the file cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace cre
