#include "table/text_encoding.h"

#include <algorithm>

#include "core/error.h"

namespace cre {
namespace {

// Bytes of the character at the begin of `text`; 0 when it is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return 0;
    }
  }
  // Longer than needed, half of a surrogate pair, or beyond the last character.
  const unsigned second = byte(1);
  const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                     (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;
}

void append_utf8(char32_t c, std::string& out) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0U | (c >> 6U));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0U | (c >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | (c >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) {
      return at;
    }
    at += length;
  }
  return std::nullopt;
}

std::string as_utf8(std::string_view text) {
  std::string out;
  while (const std::optional<std::size_t> bad = first_invalid_utf8(text)) {
    out.append(text.substr(0, *bad));
    out += "\xEF\xBF\xBD";
    text.remove_prefix(*bad + 1);
  }
  return out.append(text);
}

const char* encoding_name(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::utf8:
      return "UTF-8";
    case TextEncoding::utf16_little:
      return "UTF-16 (little endian)";
    case TextEncoding::utf16_big:
      return "UTF-16 (big endian)";
  }
  fail(ErrorKind::internal, "unknown encoding");
}

TextEncoding encoding_of(std::string_view begin) {
  if (begin.starts_with("\xFF\xFE")) {
    return TextEncoding::utf16_little;
  }
  if (begin.starts_with("\xFE\xFF")) {
    return TextEncoding::utf16_big;
  }
  constexpr std::size_t kLooked = 4096;
  const std::string_view looked = begin.substr(0, kLooked & ~std::size_t{1});
  std::size_t zeros[2] = {};
  for (std::size_t i = 0; i < looked.size(); ++i) {
    if (looked[i] == '\0') {
      ++zeros[i % 2];
    }
  }
  const std::size_t many = looked.size() / 2 - looked.size() / 8;  // three of four characters
  if (looked.size() < 4) {
    return TextEncoding::utf8;
  }
  if (zeros[1] >= many && zeros[0] == 0) {
    return TextEncoding::utf16_little;
  }
  if (zeros[0] >= many && zeros[1] == 0) {
    return TextEncoding::utf16_big;
  }
  return TextEncoding::utf8;
}

bool Utf16Decoder::decode(std::string_view bytes, std::string& out) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!half_) {
      half_ = byte;
      continue;
    }
    const unsigned unit = big_endian_ ? 256U * *half_ + byte : 256U * byte + *half_;
    half_.reset();
    if (!add_unit(static_cast<char16_t>(unit), out)) {
      return false;
    }
  }
  return true;
}

bool Utf16Decoder::add_unit(char16_t unit, std::string& out) {
  const bool is_low = unit >= 0xDC00 && unit <= 0xDFFF;
  if (is_low != (high_ != 0)) {
    return false;
  }
  if (is_low) {
    append_utf8(0x10000U + ((static_cast<char32_t>(high_) - 0xD800U) << 10U) + (unit - 0xDC00U), out);
    high_ = 0;
  } else if (unit >= 0xD800 && unit <= 0xDBFF) {
    high_ = unit;
  } else {
    append_utf8(unit, out);
  }
  return true;
}

}  // namespace cre
