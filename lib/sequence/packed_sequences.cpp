#include "sequence/packed_sequences.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include "core/error.h"
#include "core/first_equal.h"
#include "core/text.h"
#include "core/vector_clones.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

static_assert(std::endian::native == std::endian::little, "letters are packed eight at a time");

constexpr std::size_t kAtOnce = 8;       // letters, in a word of 64 bits
constexpr std::size_t kPackedBytes = 2;  // of so many
constexpr std::size_t kBasesOfWord = 16, kLettersOfWord = 4;
constexpr std::uint64_t kOnes = 0x0101010101010101U;  // in each byte

/// Two bits a letter in the low half, and other bits than 0 in `wrong` where one is none of ACGT.
inline std::uint16_t packed(std::uint64_t letters, std::uint64_t& wrong) {
  const std::uint64_t low = letters >> 1U & kOnes, high = letters >> 2U & kOnes;  // A 00, C 01, T 10, G 11
  const std::uint64_t both = low & high;
  const std::uint64_t expected = 0x41 * kOnes + 2 * low + 0x13 * high - 0xF * both;
  wrong |= (letters & 0xDF * kOnes) ^ expected;  // in upper case
  std::uint64_t codes = (high << 1U) | (low ^ high);
  codes = (codes | codes >> 6U) & 0x000F000F000F000FU;
  codes = (codes | codes >> 12U) & 0x000000FF000000FFU;
  return static_cast<std::uint16_t>(codes | codes >> 24U);
}

inline std::uint64_t unpacked(std::uint16_t bases) {
  std::uint64_t codes = bases;
  codes = (codes | codes << 24U) & 0x000000FF000000FFU;
  codes = (codes | codes << 12U) & 0x000F000F000F000FU;
  return (codes | codes << 6U) & 0x0303030303030303U;
}

/// Whole words of 8 letters; false when one of them is none of ACGT.
CRE_VECTOR_CLONES bool pack(const char* letters, std::size_t words, std::uint8_t* out) {
  std::uint64_t wrong = 0;
  for (std::size_t i = 0; i < words; ++i) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, letters + i * kAtOnce, kAtOnce);
    const std::uint16_t bases = packed(eight, wrong);
    std::memcpy(out + i * sizeof(bases), &bases, sizeof(bases));
  }
  return wrong == 0;
}

CRE_VECTOR_CLONES void unpack(const std::uint8_t* packed_bases, std::size_t words, std::uint8_t* out) {
  for (std::size_t i = 0; i < words; ++i) {
    std::uint16_t bases = 0;
    std::memcpy(&bases, packed_bases + i * sizeof(bases), sizeof(bases));
    const std::uint64_t eight = unpacked(bases);
    std::memcpy(out + i * kAtOnce, &eight, kAtOnce);
  }
}

/// C is 01 and G 10, A and what is behind the last base 00.
CRE_VECTOR_CLONES std::uint32_t count_gc(std::span<const std::uint32_t> words) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::uint32_t bits = (words[i] ^ words[i] >> 1U) & 0x55555555U;
    bits = (bits & 0x33333333U) + (bits >> 2U & 0x33333333U);
    count += ((bits + (bits >> 4U)) & 0x0F0F0F0FU) * 0x01010101U >> 24U;
  }
  return count;
}

bool pack_row(std::string_view letters, std::uint32_t* words) {
  auto* const out = reinterpret_cast<std::uint8_t*>(words);
  const std::size_t whole = letters.size() / kAtOnce, rest = letters.size() % kAtOnce;
  if (!pack(letters.data(), whole, out)) {
    return false;
  }
  if (rest == 0) {
    return true;
  }
  char last[kAtOnce] = {'A', 'A', 'A', 'A', 'A', 'A', 'A', 'A'};
  std::memcpy(last, letters.data() + whole * kAtOnce, rest);
  return pack(last, 1, out + whole * kPackedBytes);
}

}  // namespace

void PackedSequences::add(std::string_view letters) {
  const std::size_t start = words_.size();
  require(letters.size() >> Row::kLengthBits == 0, "a sequence is no longer than a line of a table");
  require(start >> Row::kStartBits == 0, "sequences fit the memory");
  const std::size_t words = (letters.size() + kBasesOfWord - 1) / kBasesOfWord;
  std::uint32_t* first = words_.grow(words);
  if (words > 0) {
    first[words - 1] = 0;
  }
  const bool is_packed = pack_row(letters, first);
  if (!is_packed) {
    const std::size_t more = (letters.size() + kLettersOfWord - 1) / kLettersOfWord - words;
    words_.grow(more);
    words_[words_.size() - 1] = 0;
    std::transform(letters.begin(), letters.end(), reinterpret_cast<char*>(&words_[start]),
                   [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
  }
  const std::uint64_t above = std::uint64_t{is_packed ? 1U : 0U} << Row::kLengthBits | letters.size();
  rows_.push_back({above << Row::kStartBits | start});
}

void PackedSequences::append(PackedSequences&& other) {
  const std::size_t base = words_.size();
  const std::size_t first = rows_.size();
  require((base + other.words_.size()) >> Row::kStartBits == 0, "sequences fit the memory");
  words_.append(other.words_.all());
  rows_.append(other.rows_.all());
  for (std::size_t row = first; row < rows_.size(); ++row) {
    rows_[row].bits += base;
  }
  other = {};
}

void PackedSequences::keep(std::span<const std::size_t> rows,
                           const std::function<std::optional<std::string>(std::size_t row)>& change) {
  PackedSequences longer;  // rows that do not fit where they were
  std::vector<std::size_t> in_longer;
  std::size_t next = 0;  // word
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t row = rows[i];
    const std::size_t end = rows_[row].start() + word_count(row);
    PackedSequences changed;
    if (const auto letters = change ? change(row) : std::nullopt) {
      changed.add(*letters);
    }
    const bool is_changed = changed.size() > 0;
    if (is_changed && next + changed.words_.size() > end) {
      in_longer.push_back(i);
      longer.append(std::move(changed));
      continue;
    }
    const std::span<const std::uint32_t> from = is_changed ? changed.words(0) : words(row);
    rows_[i] = is_changed ? changed.rows_[0] : rows_[row];
    rows_[i].move_to(next);
    std::memmove(words_.data() + next, from.data(), from.size_bytes());
    next += from.size();
  }
  rows_.cut(rows.size());
  words_.cut(next);
  for (std::size_t i = 0; i < in_longer.size(); ++i) {
    rows_[in_longer[i]] = longer.rows_[i];
    rows_[in_longer[i]].bits += next;
  }
  words_.append(longer.words_.all());
}

std::size_t PackedSequences::word_count(std::size_t row) const {
  const std::size_t in_word = is_packed(row) ? kBasesOfWord : kLettersOfWord;
  return (length(row) + in_word - 1) / in_word;
}

std::span<const std::uint32_t> PackedSequences::words(std::size_t row) const {
  return words_.all().subspan(rows_[row].start(), word_count(row));
}

std::string_view PackedSequences::plain(std::size_t row) const {
  return {reinterpret_cast<const char*>(words(row).data()), length(row)};
}

char PackedSequences::letter(std::size_t row, std::size_t place) const {
  if (!is_packed(row)) {
    return plain(row)[place];
  }
  return base_letter(static_cast<std::uint8_t>(words(row)[place / kBasesOfWord] >> 2 * (place % kBasesOfWord) & 3U));
}

std::string PackedSequences::letters(std::size_t row, std::size_t begin, std::size_t count) const {
  if (!is_packed(row)) {
    return std::string(plain(row).substr(begin, count));
  }
  std::vector<std::uint8_t> all(length(row));
  codes(row, all);
  return decode_bases(std::span(all).subspan(begin, count));
}

LetterCounts PackedSequences::counts(std::size_t row) const {
  if (!is_packed(row)) {
    return count_letters(plain(row));
  }
  return {.known = static_cast<std::uint32_t>(length(row)), .gc = count_gc(words(row))};
}

void PackedSequences::codes(std::size_t row, std::span<std::uint8_t> out) const {
  if (!is_packed(row)) {
    const std::string_view letters = plain(row);
    std::transform(letters.begin(), letters.end(), out.begin(),
                   [](char letter) { return std::min(base_code(letter), kBaseN); });
    return;
  }
  const auto* const bases = reinterpret_cast<const std::uint8_t*>(words(row).data());
  const std::size_t whole = out.size() / kAtOnce, rest = out.size() % kAtOnce;
  unpack(bases, whole, out.data());
  if (rest > 0) {
    std::uint8_t last[kAtOnce];
    unpack(bases + whole * kPackedBytes, 1, last);
    std::copy_n(last, rest, out.data() + whole * kAtOnce);
  }
}

std::span<const std::uint8_t> PackedSequences::packed_bytes(std::size_t row) const {
  const std::span<const std::uint32_t> all = words(row);
  return {reinterpret_cast<const std::uint8_t*>(all.data()), all.size_bytes()};
}

std::uint64_t PackedSequences::hash(std::size_t row) const {
  const std::span<const std::uint32_t> all = words(row);
  return quick_hash({reinterpret_cast<const char*>(all.data()), all.size_bytes()}) +
         (std::uint64_t{length(row)} << 32U);
}

bool PackedSequences::are_equal(std::size_t row, std::size_t other) const {
  return length(row) == length(other) && is_packed(row) == is_packed(other) &&
         std::ranges::equal(words(row), words(other));
}

}  // namespace cre
