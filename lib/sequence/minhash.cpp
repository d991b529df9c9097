#include "sequence/minhash.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/parallel.h"
#include "sequence/kmers.h"

namespace cre {

namespace {

constexpr std::size_t kRowsAtOnce = 1024;

/// The upper half of SplitMix64's output.
std::uint32_t hash_of(Kmer kmer, bool both_strands) {
  const std::uint64_t key = (kmer.key << 1U | (both_strands || kmer.forward ? 1U : 0U)) + 0x9e3779b97f4a7c15U;
  return static_cast<std::uint32_t>(mixed_bits(key) >> 32U);
}

/// The different hashes in the lowest `share` of all numbers, ascending, but for those of words of low complexity.
void smallest_hashes(const std::vector<std::pair<std::uint32_t, std::uint64_t>>& words, std::size_t k, double share,
                     std::vector<std::uint32_t>& out) {
  const double limit = share * 4294967296.0;
  const std::uint64_t end = share < 1.0 ? static_cast<std::uint64_t>(limit) : UINT64_MAX;
  out.clear();
  for (const auto& [hash, key] : words) {
    if (hash < end && !is_low_complexity(key, k)) {
      out.push_back(hash);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace

MinHashSketches::MinHashSketches(std::span<const std::uint8_t> codes, std::size_t length, const MinHashPlan& plan)
    : size_(plan.size), hashes_(codes.size() / length * plan.size), count_(codes.size() / length) {
  parallel_for((rows() + kRowsAtOnce - 1) / kRowsAtOnce, plan.threads, [&](std::size_t block) {
    std::vector<std::pair<std::uint32_t, std::uint64_t>> words;  // hash and key
    std::vector<std::uint32_t> smallest;
    const std::size_t end = std::min(rows(), (block + 1) * kRowsAtOnce);
    for (std::size_t row = block * kRowsAtOnce; row < end; ++row) {
      words.clear();
      visit_kmers(codes.subspan(row * length, length), plan.k,
                  [&](std::size_t, Kmer kmer) { words.emplace_back(hash_of(kmer, plan.both_strands), kmer.key); });
      // Hashes are spread evenly: the smallest are below a limit that a few more reach.
      const double share =
          1.5 * static_cast<double>(size_) / static_cast<double>(std::max<std::size_t>(1, words.size()));
      smallest_hashes(words, plan.k, share, smallest);
      if (smallest.size() < size_ && share < 1.0) {
        smallest_hashes(words, plan.k, 1.0, smallest);
      }
      count_[row] = static_cast<std::uint32_t>(std::min(smallest.size(), size_));
      std::copy_n(smallest.begin(), count_[row], hashes_.begin() + static_cast<std::ptrdiff_t>(row * size_));
    }
  });
}

std::span<const std::uint32_t> MinHashSketches::hashes(std::size_t row) const {
  return std::span(hashes_).subspan(row * size_, count_[row]);
}

double MinHashSketches::jaccard(std::size_t a, std::size_t b) const {
  const std::span<const std::uint32_t> left = hashes(a), right = hashes(b);
  std::size_t of_either = 0, of_both = 0;
  std::size_t i = 0, j = 0;
  // Without branches on what is smaller, which no processor can foresee.
  for (; of_either < size_ && i < left.size() && j < right.size(); ++of_either) {
    const std::uint32_t one = left[i], other = right[j];
    of_both += static_cast<std::size_t>(one == other);
    i += static_cast<std::size_t>(one <= other);
    j += static_cast<std::size_t>(other <= one);
  }
  of_either = std::min(size_, of_either + (left.size() - i) + (right.size() - j));
  return of_either == 0 ? 0.0 : static_cast<double>(of_both) / static_cast<double>(of_either);
}

}  // namespace cre
