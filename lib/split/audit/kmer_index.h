#pragma once
// Where the words of a sample of rows stand; asked for every word of a whole table.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sequence/kmers.h"

namespace cre {

/// A word of a sampled row.
struct KmerPlace {
  std::uint32_t sample;  // number of the sampled row
  std::uint32_t start;   // first base of the word in it, as given
  bool forward;          // is the key the strand as given?
};

struct KmerEntry {
  std::uint64_t key;
  KmerPlace place;
};

class KmerIndex {
 public:
  explicit KmerIndex(std::vector<KmerEntry> entries);

  std::size_t word_count() const { return keys_.size(); }
  /// Number of the word in 0..word_count() - 1, or word_count() when no sampled row has it.
  std::size_t find(std::uint64_t key) const {
    const std::uint64_t hash = mixed_bits(key);
    return (filter_[hash >> 40U >> 6U] >> ((hash >> 40U) & 63U) & 1U) == 0 ? keys_.size() : find_slot(key, hash);
  }
  std::span<const KmerPlace> places(std::size_t word) const {
    return std::span(places_).subspan(first_place_[word], first_place_[word + 1] - first_place_[word]);
  }
  std::uint64_t key(std::size_t word) const { return keys_[word]; }

 private:
  std::size_t find_slot(std::uint64_t key, std::uint64_t hash) const;

  std::vector<std::uint64_t> keys_;       // (words) ascending
  std::vector<std::size_t> first_place_;  // (words + 1) in places_
  std::vector<KmerPlace> places_;         // by word
  std::vector<std::uint32_t> slots_;      // power of two; word + 1, 0 is empty
  std::vector<std::uint64_t> filter_;     // 2^24 bits: most words of a table are in no sampled row
};

}  // namespace cre
