#include "core/digest.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include <openssl/evp.h>

#include "core/error.h"

namespace cre {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  require(state_->context != nullptr && EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1,
          "SHA-256 is available");
}

Sha256::~Sha256() = default;

void Sha256::update(const void* data, std::size_t bytes) {
  require(EVP_DigestUpdate(state_->context, data, bytes) == 1, "SHA-256 update");
}

Sha256Digest Sha256::digest() {
  Sha256Digest digest{};
  unsigned length = 0;
  require(EVP_DigestFinal_ex(state_->context, digest.data(), &length) == 1 && length == digest.size(), "SHA-256 end");
  return digest;
}

std::string Sha256::hex() {
  return hex_text(digest());
}

std::string hex_text(const Sha256Digest& digest) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string sha256_of_text(std::string_view text) {
  Sha256 sha;
  sha.update(text.data(), text.size());
  return sha.hex();
}

std::string sha256_of_file(const std::filesystem::path& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> handle(std::fopen(file.c_str(), "rb"), &std::fclose);
  if (!handle) {
    fail(ErrorKind::io, file, ": cannot be opened: ", std::strerror(errno));
  }
  Sha256 sha;
  std::vector<unsigned char> buffer(1U << 20U);
  std::size_t got = 0;
  while ((got = std::fread(buffer.data(), 1, buffer.size(), handle.get())) > 0) {
    sha.update(buffer.data(), got);
  }
  if (std::ferror(handle.get()) != 0) {
    fail(ErrorKind::io, file, ": reading failed: ", std::strerror(errno));
  }
  return sha.hex();
}

}  // namespace cre
