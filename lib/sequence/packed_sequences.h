#pragma once
// Many sequences in little memory.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/growing_buffer.h"
#include "sequence/letter_counts.h"

namespace cre {

/// Rows of letters, in upper case: 2 bits a base where a row has A, C, G and T alone, else a byte a letter. Rows are
/// shorter than 2^27 letters, all of them together than 2^36 words of 16 bases.
class PackedSequences {
 public:
  /// Adds a row, of letters in any case.
  void add(std::string_view letters);
  /// Adds the rows of `other`, and empties it.
  void append(PackedSequences&& other);

  /// Keeps the rows `rows` (ascending) alone. `change(row)` says what such a row becomes; nothing: it stays as it is.
  void keep(std::span<const std::size_t> rows,
            const std::function<std::optional<std::string>(std::size_t row)>& change = nullptr);

  /// Rows.
  std::size_t size() const { return rows_.size(); }
  /// Letters of a row.
  std::size_t length(std::size_t row) const { return rows_[row].length(); }
  /// Has the row A, C, G and T alone? So has an empty one.
  bool is_packed(std::size_t row) const { return rows_[row].is_packed(); }
  char letter(std::size_t row, std::size_t place) const;
  /// `count` letters from `begin`, in [0, length].
  std::string letters(std::size_t row, std::size_t begin, std::size_t count) const;
  std::string letters(std::size_t row) const { return letters(row, 0, length(row)); }
  LetterCounts counts(std::size_t row) const;
  /// The row as codes A0 C1 G2 T3; any other letter is N4. `out`: (length).
  void codes(std::size_t row, std::span<std::uint8_t> out) const;

  /// Of a packed row: four bases a byte, the first in the lowest bits.
  std::span<const std::uint8_t> packed_bytes(std::size_t row) const;

  /// Equal rows have one hash, see quick_hash.
  std::uint64_t hash(std::size_t row) const;
  bool are_equal(std::size_t row, std::size_t other) const;

 private:
  /// In 64 bits: the first word, above it the length, and at the top whether it is packed.
  struct Row {
    static constexpr unsigned kStartBits = 36, kLengthBits = 27;
    std::uint64_t bits = 0;

    std::size_t start() const { return bits & ((std::uint64_t{1} << kStartBits) - 1); }
    std::size_t length() const { return bits >> kStartBits & ((std::uint64_t{1} << kLengthBits) - 1); }
    bool is_packed() const { return bits >> (kStartBits + kLengthBits) != 0; }
    void move_to(std::size_t word) { bits += word - start(); }
  };

  std::span<const std::uint32_t> words(std::size_t row) const;
  std::string_view plain(std::size_t row) const;
  std::size_t word_count(std::size_t row) const;

  GrowingBuffer<std::uint32_t> words_;  // 16 bases each, the first in the lowest bits; or 4 letters
  GrowingBuffer<Row> rows_;
};

}  // namespace cre
