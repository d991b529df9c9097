#include "split/audit/counted_bases.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "sequence/kmers.h"
#include "sequence/run_bits.h"

namespace cre {

namespace {

constexpr std::size_t kRowsForCommonWords = 4096;  // from which the share of a word is estimated
constexpr double kCommonShare = 0.2;               // of rows, above which a word is common
constexpr double kChance = 0.001;                  // expected overlaps by chance, of a row with the whole table

std::size_t half_of(std::size_t bases) {
  return (bases + 1) / 2;
}

/// Bases from which an overlap is hardly one by chance: rows x L places on each strand, L starts, 4^overlap words.
std::size_t bases_beyond_chance(const Elements& elements, bool both_strands) {
  const auto length = static_cast<double>(elements.length);
  const double pairs = static_cast<double>(elements.rows()) * length * length * (both_strands ? 2.0 : 1.0);
  return static_cast<std::size_t>(std::max(1.0, std::ceil(std::log(pairs / kChance) / std::log(4.0))));
}

/// Words of k bases, ascending, that more than a fifth of all rows have.
std::vector<std::uint64_t> common_words(const Elements& elements, std::size_t k) {
  const auto length = static_cast<std::size_t>(elements.length);
  const std::size_t read = std::min(kRowsForCommonWords, elements.rows());
  struct Seen {
    std::size_t rows = 0, last = 0;
  };
  std::unordered_map<std::uint64_t, Seen> words;
  for (std::size_t i = 0; i < read; ++i) {
    const std::size_t row = i * elements.rows() / read;
    visit_kmers(std::span(elements.codes).subspan(row * length, length), k, [&](std::size_t, Kmer kmer) {
      Seen& seen = words[kmer.key];
      seen.rows += seen.last == i + 1 ? 0 : 1;
      seen.last = i + 1;
    });
  }
  std::vector<std::uint64_t> out;
  for (const auto& [key, seen] : words) {
    if (static_cast<double>(seen.rows) > kCommonShare * static_cast<double>(read)) {
      out.push_back(key);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

CountingRule::CountingRule(const Elements& elements, bool both_strands)
    : beyond_chance_(bases_beyond_chance(elements, both_strands)) {
  const auto length = static_cast<std::size_t>(elements.length);
  const std::size_t longest = std::min(kLongestKmer, std::max(beyond_chance_, half_of(length)));
  k_ = longest % 2 == 1 ? longest : longest - 1;
  common_ = common_words(elements, k_);
}

std::size_t CountingRule::least(std::size_t bases) const {
  return std::max(half_of(bases), beyond_chance_);
}

RowCounts CountingRule::counts(std::span<const std::uint8_t> codes) const {
  const std::size_t words = (codes.size() + 63) / 64;
  RowCounts out{std::vector<std::uint64_t>(words, 0), std::vector<std::uint64_t>(words, 0), 0};
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] < kBaseN) {
      set_bit(out.bases, i);
    }
  }
  std::vector<std::uint64_t> common(words, 0);
  bool some_common = false;
  visit_kmers(codes, k_, [&](std::size_t start, Kmer kmer) {
    if (!is_low_complexity(kmer.key, k_)) {
      set_bit(out.words, start);
    }
    if (!common_.empty() && std::binary_search(common_.begin(), common_.end(), kmer.key)) {
      set_bit(common, start);
      some_common = true;
    }
  });
  const std::size_t known = count_common(out.bases, out.bases);
  std::size_t counted = known;
  if (some_common) {
    std::vector<std::uint64_t> other_words = out.words, other_bases = out.bases;
    for (std::size_t w = 0; w < words; ++w) {
      other_words[w] &= ~common[w];
    }
    extend_each(common, k_);
    for (std::size_t w = 0; w < words; ++w) {
      other_bases[w] &= ~common[w];
    }
    if (const std::size_t left = count_common(other_bases, other_bases); left > known / 2) {
      out.words = std::move(other_words);
      out.bases = std::move(other_bases);
      counted = left;
    }
  }
  out.least = least(counted);
  return out;
}

}  // namespace cre
