#pragma once
// Short words of bases as features: how often each is in a sequence, on either strand.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "baseline/baseline_config.h"

namespace cre {

/// A word of `bases` known bases; with a gap, half of them stand on either side of `gap` bases of any kind.
struct WordShape {
  std::size_t bases = 0;
  std::size_t gap = 0;
};

/// The shapes that a config asks for, in its order.
std::vector<WordShape> word_shapes(const BaselineConfig& config);

/// Words of `bases` bases when a word and its reverse complement are one: (4^k + 4^(k/2)) / 2 for even k, in which
/// some words are their own reverse complement, and 4^k / 2 for odd k.
std::size_t canonical_words(std::size_t bases);

/// Counts the words of some shapes. A word and its reverse complement are one feature, so that both strands of a
/// sequence have the same counts; one that is its own reverse complement counts once. An N breaks a word, but not in
/// its gap.
class WordCounter {
 public:
  explicit WordCounter(const std::vector<WordShape>& shapes);

  /// Number of features: those of the first shape by their letters, then those of the next.
  std::size_t size() const { return size_; }
  /// (size) letters of the word, or of its reverse complement where that comes first; N in the gap.
  std::vector<std::string> names() const;
  /// Windows in a sequence of `length` bases: no count exceeds their number, nor does the number of words.
  std::size_t windows(std::size_t length) const;
  /// Adds one to counts[feature] (size) for each word. `codes`: bases 0-4, 5' to 3'.
  void count(std::span<const std::uint8_t> codes, std::span<std::uint16_t> counts) const;

 private:
  struct Words {
    WordShape shape;
    std::vector<std::uint16_t> feature;  // (4^bases) of each word, the first base in the highest two bits
  };
  std::vector<Words> words_;
  std::size_t size_ = 0;
};

}  // namespace cre
