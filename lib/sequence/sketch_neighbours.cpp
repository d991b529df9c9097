#include "sequence/sketch_neighbours.h"

#include <algorithm>
#include <cmath>

#include "core/parallel.h"
#include "sequence/key_places.h"

namespace cre {

namespace {

constexpr std::size_t kFewestLookedUpAtOnce = 256;

std::uint64_t key_of_hash(std::uint32_t hash) {
  return std::uint64_t{hash} * 0x9e3779b97f4a7c15U;
}

/// Hashes of which one is shared with every sketch that reaches the threshold.
std::size_t enough_hashes(std::size_t hashes, double threshold) {
  const auto shared = static_cast<std::size_t>(std::ceil(threshold * static_cast<double>(hashes) - 1e-9));
  return hashes == 0 ? 0 : hashes - shared + 1;
}

class SketchSearch {
 public:
  SketchSearch(const MinHashSketches& sketches, std::span<const std::uint32_t> references, const KeyPlaces& places,
               const std::vector<double>& thresholds)
      : sketches_(sketches), references_(references), places_(places), thresholds_(thresholds) {}

  /// `seen` (references) holds the number of the query that a reference was last compared with; `number` is this one's.
  SketchNeighbour look(std::uint32_t row, std::uint32_t number, std::vector<std::uint32_t>& seen) const {
    std::vector<std::span<const KeyedPlace>> lists;
    lists.reserve(sketches_.hashes(row).size());
    for (const std::uint32_t hash : sketches_.hashes(row)) {
      places_.prefetch(key_of_hash(hash));
    }
    for (const std::uint32_t hash : sketches_.hashes(row)) {
      lists.push_back(places_.at(key_of_hash(hash)));
    }
    std::stable_sort(lists.begin(), lists.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    SketchNeighbour best{thresholds_.size(), 0};
    for (std::size_t i = 0; i < lists.size(); ++i) {
      // Thresholds that are reached already, or beyond reach of the hashes that are left, are not looked for.
      std::size_t open = 0;
      while (open < best.threshold && i >= enough_hashes(lists.size(), thresholds_[open])) {
        ++open;
      }
      if (open == best.threshold) {
        break;
      }
      for (const KeyedPlace& place : lists[i]) {
        if (seen[place.row] == number) {
          continue;
        }
        seen[place.row] = number;
        const double jaccard = sketches_.jaccard(row, references_[place.row]);
        for (std::size_t t = open; t < best.threshold; ++t) {
          if (jaccard >= thresholds_[t]) {
            best = {t, place.row};
          }
        }
        if (best.threshold <= open) {
          break;
        }
      }
    }
    return best;
  }

 private:
  const MinHashSketches& sketches_;
  std::span<const std::uint32_t> references_;
  const KeyPlaces& places_;
  const std::vector<double>& thresholds_;
};

}  // namespace

std::vector<SketchNeighbour> sketch_neighbours(const MinHashSketches& sketches, std::span<const std::uint32_t> queries,
                                               std::span<const std::uint32_t> references,
                                               const std::vector<double>& thresholds, unsigned threads) {
  std::size_t hashes = 0;
  for (const std::uint32_t row : queries) {
    hashes += sketches.hashes(row).size();
  }
  KeyFilter wanted(hashes);
  for (const std::uint32_t row : queries) {
    for (const std::uint32_t hash : sketches.hashes(row)) {
      wanted.add(key_of_hash(hash));
    }
  }
  const KeyPlaces places(references.size(), threads, [&](std::size_t reference, auto emit) {
    for (const std::uint32_t hash : sketches.hashes(references[reference])) {
      wanted.prefetch(key_of_hash(hash));
    }
    for (const std::uint32_t hash : sketches.hashes(references[reference])) {
      if (wanted.may_have(key_of_hash(hash))) {
        emit(key_of_hash(hash), 0);
      }
    }
  });
  const SketchSearch search(sketches, references, places, thresholds);
  std::vector<SketchNeighbour> out(queries.size());
  // A block clears a number for each reference.
  const std::size_t at_once = std::max(kFewestLookedUpAtOnce, queries.size() / (std::size_t{threads} * 16));
  parallel_for((queries.size() + at_once - 1) / at_once, threads, [&](std::size_t block) {
    std::vector<std::uint32_t> seen(references.size(), UINT32_MAX);
    const std::size_t end = std::min(queries.size(), (block + 1) * at_once);
    for (std::size_t i = block * at_once; i < end; ++i) {
      out[i] = search.look(queries[i], static_cast<std::uint32_t>(i), seen);
    }
  });
  return out;
}

}  // namespace cre
