#include "split/audit/kmer_index.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace cre {

namespace {
constexpr std::size_t kFilterWords = (std::size_t{1} << 24U) / 64;
}  // namespace

KmerIndex::KmerIndex(std::vector<KmerEntry> entries) : filter_(kFilterWords, 0) {
  std::sort(entries.begin(), entries.end(), [](const KmerEntry& a, const KmerEntry& b) {
    return std::tie(a.key, a.place.sample, a.place.start) < std::tie(b.key, b.place.sample, b.place.start);
  });
  for (const KmerEntry& entry : entries) {
    if (keys_.empty() || keys_.back() != entry.key) {
      keys_.push_back(entry.key);
      first_place_.push_back(places_.size());
    }
    places_.push_back(entry.place);
  }
  first_place_.push_back(places_.size());
  slots_.assign(std::bit_ceil(2 * keys_.size() + 1), 0);
  for (std::size_t word = 0; word < keys_.size(); ++word) {
    const std::uint64_t hash = mixed_bits(keys_[word]);
    filter_[hash >> 40U >> 6U] |= std::uint64_t{1} << ((hash >> 40U) & 63U);
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != 0) {
      slot = (slot + 1) & (slots_.size() - 1);
    }
    slots_[slot] = static_cast<std::uint32_t>(word + 1);
  }
}

std::size_t KmerIndex::find_slot(std::uint64_t key, std::uint64_t hash) const {
  for (std::size_t slot = hash & (slots_.size() - 1); slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const std::size_t word = slots_[slot] - 1;
    if (keys_[word] == key) {
      return word;
    }
  }
  return keys_.size();
}

}  // namespace cre
