#include "sequence/overlap_search.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

#include "core/error.h"
#include "sequence/reverse_complement.h"
#include "sequence/run_bits.h"

namespace cre {

namespace {

constexpr std::size_t kLongestRow = std::size_t{1} << 23U;
constexpr std::size_t kMorePartners = 64;  // looked at behind the first that is one, for a larger overlap

/// A minimizer in the 32 bits of a place.
std::uint32_t packed(const Minimizer& one) {
  return static_cast<std::uint32_t>(one.start << 9U | (one.forward ? 1U : 0U) << 8U | (one.start - one.word) << 4U |
                                    one.count);
}

Minimizer unpacked(const KeyedPlace& place) {
  const std::size_t start = place.place >> 9U;
  return {place.key, start, (place.place >> 8U & 1U) != 0, start - (place.place >> 4U & 15U), place.place & 15U};
}

/// Calls visit(start, word) for the words of a minimizer, read on the strand on which it is forward.
template <class Visit>
void visit_words(std::span<const std::uint8_t> codes, const Minimizer& of, std::size_t k, Visit visit) {
  const std::uint64_t mask = (std::uint64_t{1} << (2 * k)) - 1;
  std::uint64_t word = 0;
  for (std::size_t i = 0; of.count > 0 && i < k + of.count - 1; ++i) {
    const std::uint64_t code = codes[of.word + i];
    word = of.forward ? (word << 2U | code) & mask : word >> 2U | (3 - code) << (2 * (k - 1));
    if (i + 1 >= k) {
      visit(of.word + i + 1 - k, word);
    }
  }
}

/// Bits for up to 8 bases, the first lowest: are they equal?
std::uint64_t equal_bases(const std::uint8_t* a, const std::uint8_t* b, std::size_t count) {
  std::uint64_t left = 0, right = ~std::uint64_t{0};
  std::memcpy(&left, a, count);
  std::memcpy(&right, b, count);
  const std::uint64_t different = left ^ right;
  const std::uint64_t ones = (different | different >> 1U | different >> 2U) & 0x0101010101010101U;
  return ((ones ^ 0x0101010101010101U) * 0x0102040810204080U) >> 56U;
}

}  // namespace

/// A query on both strands, and what of it counts there.
class OverlapSearch::Query {
 public:
  Query(std::span<const std::uint8_t> codes, const CountedBases& counted, std::size_t k)
      : k_(k), codes_{codes, {}}, counted_(counted), equal_(counted.words.size()) {}

  /// Bases that count and lie in words of `starts`.
  std::size_t covered(std::vector<std::uint64_t> starts) const {
    extend_each(starts, k_);
    return count_common(starts, counted_.bases);
  }

  /// Bases that count and lie in common words, base i here being base i + offset of `other`.
  std::size_t overlap(std::span<const std::uint8_t> other, std::int64_t offset, bool reverse) {
    if (reverse && reversed_.empty()) {
      turn_round();
    }
    const std::span<const std::uint8_t> codes = codes_.at(reverse ? 1 : 0);
    const auto length = static_cast<std::int64_t>(codes.size());
    const auto begin = static_cast<std::size_t>(std::max<std::int64_t>(0, -offset));
    const auto end = static_cast<std::size_t>(std::min(length, length - offset));
    std::fill(equal_.begin(), equal_.end(), 0);
    for (std::size_t at = begin / 8 * 8; at < end; at += 8) {
      const std::size_t first = std::max(at, begin), count = std::min(end, at + 8) - first;
      const auto there = static_cast<std::size_t>(static_cast<std::int64_t>(first) + offset);
      equal_[at / 64] |= equal_bases(codes.data() + first, other.data() + there, count) << (first % 64);
    }
    keep_starts_of_runs(equal_, k_);
    const std::span<const std::uint64_t> words = reverse ? std::span<const std::uint64_t>(words_) : counted_.words;
    for (std::size_t w = 0; w < equal_.size(); ++w) {
      equal_[w] &= words[w];
    }
    extend_each(equal_, k_);
    return count_common(equal_, reverse ? std::span<const std::uint64_t>(bases_) : counted_.bases);
  }

 private:
  void turn_round() {
    const std::size_t length = codes_[0].size();
    reversed_ = reverse_complement(codes_[0]);
    codes_[1] = reversed_;
    words_.assign(equal_.size(), 0);
    bases_.assign(equal_.size(), 0);
    for (std::size_t i = 0; i < length; ++i) {
      if (has_bit(counted_.bases, i)) {
        set_bit(bases_, length - 1 - i);
      }
      if (i + k_ <= length && has_bit(counted_.words, i)) {
        set_bit(words_, length - k_ - i);
      }
    }
  }

  std::size_t k_;
  std::array<std::span<const std::uint8_t>, 2> codes_;
  CountedBases counted_;
  std::vector<std::uint8_t> reversed_;
  std::vector<std::uint64_t> words_, bases_;  // that count on the other strand
  std::vector<std::uint64_t> equal_;
};

OverlapSearch::OverlapSearch(const RowSet& queries, const RowSet& references, std::size_t k, bool both_strands,
                             unsigned threads)
    : queries_(queries),
      references_(references),
      plan_(k),
      both_strands_(both_strands),
      words_((queries.length + 63) / 64),
      shared_(queries.size() * words_, 0) {
  require(queries.length < kLongestRow, "23 bits name a base of a row");
  const KeyPlaces own = places_of(queries, nullptr, threads);
  std::size_t keys = 0;
  for (std::size_t s = 0; s < KeyPlaces::kShards; ++s) {
    keys += own.shard(s).size();
  }
  KeyFilter wanted(keys);
  for (std::size_t s = 0; s < KeyPlaces::kShards; ++s) {
    for (const KeyedPlace& one : own.shard(s)) {
      wanted.add(one.key);
    }
  }
  places_.emplace(places_of(references, &wanted, threads));
  match_words(own, threads);
}

KeyPlaces OverlapSearch::places_of(const RowSet& rows, const KeyFilter* wanted, unsigned threads) const {
  return {rows.size(), threads, [&](std::size_t row, auto emit) {
            thread_local std::vector<Minimizer> all;
            all.clear();
            visit_minimizers(rows.bases(row), plan_, both_strands_, [&](const Minimizer& one) {
              if (wanted != nullptr) {
                wanted->prefetch(one.key);
              }
              all.push_back(one);
            });
            for (const Minimizer& one : all) {
              if (wanted == nullptr || wanted->may_have(one.key)) {
                emit(one.key, packed(one));
              }
            }
          }};
}

void OverlapSearch::match_words(const KeyPlaces& queries, unsigned threads) {
  parallel_for(KeyPlaces::kShards, threads, [&](std::size_t s) {
    std::vector<std::uint64_t> buffer;
    const std::span<const KeyedPlace> shard = queries.shard(s);
    for (std::size_t begin = 0, end = 0; begin < shard.size(); begin = end) {
      while (end < shard.size() && shard[end].key == shard[begin].key) {
        ++end;
      }
      const std::span<const KeyedPlace> references = places_->at(shard[begin].key);
      if (!references.empty()) {
        match_words_of_key(shard.subspan(begin, end - begin), references, buffer);
      }
    }
  });
}

void OverlapSearch::match_words_of_key(std::span<const KeyedPlace> queries, std::span<const KeyedPlace> references,
                                       std::vector<std::uint64_t>& buffer) {
  buffer.clear();
  for (const KeyedPlace& place : references) {
    visit_words(references_.bases(place.row), unpacked(place), plan_.k,
                [&](std::size_t, std::uint64_t word) { buffer.push_back(word); });
  }
  std::sort(buffer.begin(), buffer.end());
  buffer.erase(std::unique(buffer.begin(), buffer.end()), buffer.end());
  for (const KeyedPlace& place : queries) {
    std::uint64_t* const shared = shared_.data() + place.row * words_;
    visit_words(queries_.bases(place.row), unpacked(place), plan_.k, [&](std::size_t start, std::uint64_t word) {
      if (std::binary_search(buffer.begin(), buffer.end(), word)) {
        // Words of a row are in several shards.
        std::atomic_ref(shared[start / 64]).fetch_or(std::uint64_t{1} << (start % 64), std::memory_order_relaxed);
      }
    });
  }
}

std::optional<Overlap> OverlapSearch::find(std::size_t query, const CountedBases& counted) const {
  // Rarest minimizers first: once the words of those that are left cover too few bases, no reference is missed that
  // shares words of them alone.
  std::vector<std::uint64_t> left(words_);
  for (std::size_t w = 0; w < words_; ++w) {
    left[w] = shared_words(query)[w] & counted.words[w];
  }
  const std::span<const std::uint8_t> codes = queries_.bases(query);
  Query own(codes, counted, plan_.k);
  if (own.covered(left) < counted.least) {
    return std::nullopt;
  }
  struct Place {
    Minimizer minimizer;
    std::span<const KeyedPlace> references;
  };
  std::vector<Place> places;
  visit_minimizers(codes, plan_, both_strands_, [&](const Minimizer& one) {
    for (std::size_t i = 0; i < one.count; ++i) {
      if (has_bit(left, one.word + i)) {
        places.push_back({one, places_->at(one.key)});
        return;
      }
    }
  });
  std::stable_sort(places.begin(), places.end(),
                   [](const Place& a, const Place& b) { return a.references.size() < b.references.size(); });
  const auto last = static_cast<std::int64_t>(queries_.length - plan_.s);
  for (const Place& place : places) {
    const Minimizer& here = place.minimizer;
    Overlap best;
    std::size_t more = kMorePartners;
    for (const KeyedPlace& other : place.references) {
      const Minimizer there = unpacked(other);
      const bool reverse = here.forward != there.forward;
      const auto start = static_cast<std::int64_t>(here.start);
      const std::int64_t offset = static_cast<std::int64_t>(there.start) - (reverse ? last - start : start);
      const std::size_t bases = own.overlap(references_.bases(other.row), offset, reverse);
      if (bases >= counted.least && static_cast<std::int64_t>(bases) > best.bases) {
        best = {other.row, static_cast<std::int64_t>(bases), offset, reverse};
      }
      if (best.bases > 0 && more-- == 0) {
        break;
      }
    }
    if (best.bases > 0) {
      return best;
    }
    for (std::size_t i = 0; i < here.count; ++i) {
      left[(here.word + i) / 64] &= ~(std::uint64_t{1} << ((here.word + i) % 64));
    }
    if (own.covered(left) < counted.least) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace cre
