#pragma once
// UTF-8 and UTF-16.

#include <optional>
#include <string>
#include <string_view>

namespace cre {

/// Place of the first byte that belongs to no UTF-8 character; nothing when all do.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// `text` with the replacement character U+FFFD for every byte that belongs to no UTF-8 character.
std::string as_utf8(std::string_view text);

enum class TextEncoding { utf8, utf16_little, utf16_big };

/// "UTF-8", "UTF-16 (little endian)", "UTF-16 (big endian)".
const char* encoding_name(TextEncoding encoding);

/// Tells the encoding of a file by its byte order mark; without one, UTF-16 by the zeros in every second byte of what
/// is mostly ASCII.
TextEncoding encoding_of(std::string_view begin);

/// Turns UTF-16, in pieces of any size, into UTF-8.
class Utf16Decoder {
 public:
  explicit Utf16Decoder(TextEncoding encoding) : big_endian_(encoding == TextEncoding::utf16_big) {}

  /// Appends the text of `bytes` to `out`, but for what may go on in the next piece. False at half of a surrogate pair.
  bool decode(std::string_view bytes, std::string& out);
  /// Is a character begun but not finished?
  bool pending() const { return half_ || high_ != 0; }

 private:
  bool add_unit(char16_t unit, std::string& out);

  bool big_endian_;
  std::optional<unsigned char> half_;  // first byte of a unit
  char16_t high_ = 0;                  // first half of a surrogate pair
};

}  // namespace cre
