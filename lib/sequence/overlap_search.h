#pragma once
// What rows have in common with any of many others: words of k bases, and at one offset.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sequence/key_places.h"
#include "sequence/minimizers.h"
#include "sequence/row_set.h"

namespace cre {

/// What of a row counts, as bits of words of 64 positions.
struct CountedBases {
  std::span<const std::uint64_t> words;  // first bases of words that count
  std::span<const std::uint64_t> bases;
  std::size_t least = 1;  // bases from which an overlap is one
};

/// Base i of the row (of its reverse complement when `reverse`) is base i + offset of the other.
struct Overlap {
  std::size_t reference = 0;  // number in its set
  std::int64_t bases = 0;     // that count, in common words of k bases at this offset
  std::int64_t offset = 0;
  bool reverse = false;
};

class OverlapSearch {
 public:
  /// Rows of both sets have one length, below 2^23. k odd, at most kLongestKmer. The rows must outlive this.
  OverlapSearch(const RowSet& queries, const RowSet& references, std::size_t k, bool both_strands, unsigned threads);

  /// (length / 64, rounded up) bits: where in a query a word begins that any reference has, on either strand if asked.
  std::span<const std::uint64_t> shared_words(std::size_t query) const {
    return std::span(shared_).subspan(query * words_, words_);
  }

  /// An overlap of a query that reaches `counted.least`, if there is any with any reference: the largest of a few.
  std::optional<Overlap> find(std::size_t query, const CountedBases& counted) const;

 private:
  class Query;
  KeyPlaces places_of(const RowSet& rows, const KeyFilter* wanted, unsigned threads) const;
  void match_words(const KeyPlaces& queries, unsigned threads);
  void match_words_of_key(std::span<const KeyedPlace> queries, std::span<const KeyedPlace> references,
                          std::vector<std::uint64_t>& buffer);

  RowSet queries_, references_;
  MinimizerPlan plan_;
  bool both_strands_;
  std::size_t words_;
  std::vector<std::uint64_t> shared_;
  std::optional<KeyPlaces> places_;  // of minimizers in the references
};

}  // namespace cre
