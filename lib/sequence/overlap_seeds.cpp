#include "sequence/overlap_seeds.h"

#include <algorithm>
#include <array>

#include "sequence/kmers.h"
#include "sequence/reverse_complement.h"

namespace cre {

namespace {

constexpr std::uint64_t kLetters = 5;
constexpr std::size_t kLongestWord = 27;  // in 64 bits: 5^27 < 2^64
constexpr std::size_t kSpecificWord = 15;
constexpr std::size_t kLongestPeriod = 4;

/// A word as a number to base 5, from 5' to 3', and its other strand.
class RollingWord {
 public:
  explicit RollingWord(std::size_t k) {
    for (std::size_t i = 1; i < k; ++i) {
      top_ *= kLetters;
    }
  }

  /// `leaving`: the first base so far, 0 while there are fewer than k.
  void add(std::uint8_t code, std::uint8_t leaving) {
    forward_ = (forward_ - leaving * top_) * kLetters + code;
    reverse_ = reverse_ / kLetters + complement(code) * top_;
  }
  std::uint64_t forward() const { return forward_; }
  std::uint64_t reverse() const { return reverse_; }

 private:
  std::uint64_t top_ = 1, forward_ = 0, reverse_ = 0;
};

/// Does the word that ends here repeat itself after one to four bases? Such words are taken last: they are in many
/// rows, and many times in each.
class Repeats {
 public:
  bool end_at(std::span<const std::uint8_t> codes, std::size_t end, std::size_t k) {
    bool repeats = false;
    for (std::size_t period = 1; period <= kLongestPeriod; ++period) {
      std::size_t& run = run_.at(period - 1);
      run = end >= period && codes[end] == codes[end - period] ? run + 1 : 0;
      repeats = repeats || (k > period && run >= k - period);
    }
    return repeats;
  }

 private:
  std::array<std::size_t, kLongestPeriod> run_{};
};

}  // namespace

SeedPlan SeedPlan::for_common_bases(std::size_t bases, bool both_strands) {
  // Long words are specific, few of them little to sort.
  const std::size_t half = (bases + 1) / 2, specific = std::min(bases - bases / 7, kSpecificWord);
  const std::size_t k = std::min(kLongestWord, std::max(half, specific));
  return {.k = k, .words = bases - k + 1, .both_strands = both_strands};
}

void SeedFinder::add(std::span<const std::uint8_t> codes, std::uint32_t row, std::vector<Seed>& seeds) {
  constexpr unsigned kRepeatsBit = 63;
  const std::size_t k = plan_.k;
  RollingWord word(k);
  Repeats repeats;
  ascending_.clear();
  std::size_t first = 0;  // of those that still count
  std::size_t next = 0;   // start of the first word that may be added
  for (std::size_t end = 0; end < codes.size(); ++end) {
    word.add(codes[end], end < k ? std::uint8_t{0} : codes[end - k]);
    const bool is_repeat = repeats.end_at(codes, end, k);
    if (end + 1 < k) {
      continue;
    }
    const std::size_t start = end + 1 - k;
    const std::uint64_t forward = word.forward(), reverse = plan_.both_strands ? word.reverse() : ~std::uint64_t{0};
    const std::uint64_t order = mixed_bits(std::min(forward, reverse)) >> 1U | std::uint64_t{is_repeat ? 1U : 0U}
                                                                                   << kRepeatsBit;
    while (ascending_.size() > first && ascending_.back().word > order) {
      ascending_.pop_back();
    }
    ascending_.push_back({order, start, forward <= reverse, reverse <= forward});
    if (start + 1 < plan_.words) {
      continue;
    }
    while (ascending_[first].start + plan_.words <= start) {
      ++first;
    }
    for (std::size_t i = first; i < ascending_.size() && ascending_[i].word == ascending_[first].word; ++i) {
      if (ascending_[i].start >= next) {
        add_candidate(ascending_[i], codes.size(), row, seeds);
        next = ascending_[i].start + 1;
      }
    }
  }
}

void SeedFinder::add_candidate(const Candidate& one, std::size_t length, std::uint32_t row,
                               std::vector<Seed>& seeds) const {
  const std::uint32_t entry = plan_.both_strands ? 2 * row : row;
  if (one.forward) {
    seeds.push_back({one.word, static_cast<std::uint32_t>(one.start), entry});
  }
  if (one.reverse) {
    seeds.push_back({one.word, static_cast<std::uint32_t>(length - plan_.k - one.start), entry + 1});
  }
}

}  // namespace cre
