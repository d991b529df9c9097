#include "sequence/motif_scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <limits>

#include "core/error.h"
#include "core/parallel.h"
#include "sequence/filter_kernels.h"

namespace cre {
namespace {

struct BothStrands {
  std::array<MotifScores, 2> scores;  // forward, reverse
  MotifFilter filter;
};

// Memory of one block, reused for every motif.
struct Scratch {
  std::vector<FilterRow> packed;
  std::vector<FilterRow> deficits;  // (2 windows)
  std::vector<FilterHit> hits;      // (2 windows)
};

using LaneScores = std::array<double, kFilterLanes>;

std::vector<BothStrands> both_strands(std::span<const MotifScores> motifs, std::size_t length,
                                      std::size_t columns_per_lookup) {
  std::vector<BothStrands> out;
  out.reserve(motifs.size());
  for (const MotifScores& motif : motifs) {
    if (motif.width() > length) {
      fail(ErrorKind::input, "motif ", motif.name, " is ", motif.width(), " bases wide; allowed: up to ", length,
           ", the length of the sequences");
    }
    MotifScores reverse = reverse_complement(motif);
    MotifFilter filter = make_filter(motif, reverse, columns_per_lookup);
    out.push_back({{motif, std::move(reverse)}, std::move(filter)});
  }
  return out;
}

// Exact scores of the windows that were selected, into the best of their lane.
void score_hits(const BothStrands& motif, std::span<const FilterHit> hits, const std::uint8_t* codes,
                std::size_t length, std::size_t sequences, LaneScores& best) {
  const std::uint64_t used = sequences == kFilterLanes ? ~std::uint64_t{0} : (std::uint64_t{1} << sequences) - 1;
  for (const FilterHit& hit : hits) {
    const MotifScores& scores = motif.scores[hit.row % 2];
    for (std::uint64_t lanes = hit.lanes & used; lanes != 0; lanes &= lanes - 1) {
      const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
      best[lane] = std::max(best[lane], window_score(scores, codes + lane * length + hit.row / 2));
    }
  }
}

// The largest score in each lane. Windows are scored exactly from the smallest deficit up, until the best score so far
// rules out the rest: nearly always after the first round, since the bytes of a window lose less than a step a lookup.
// Without that guarantee (an N counts as A in the filter; sums end at 255) a second round looks at what is left.
LaneScores best_scores(const BothStrands& motif, const FilterKernel& kernel, std::span<const std::uint8_t> codes,
                       std::size_t length, Scratch& scratch) {
  const std::size_t sequences = codes.size() / length;
  const std::size_t rows = 2 * (length - motif.scores[0].width() + 1);
  FilterRow limit = kernel.deficits(motif.filter, scratch.packed.data(), rows / 2, scratch.deficits.data());
  for (std::uint8_t& lane : limit) {
    lane = static_cast<std::uint8_t>(std::min<std::size_t>(lane + motif.filter.lookups(), 255));
  }
  LaneScores best;
  best.fill(-std::numeric_limits<double>::infinity());
  for (bool complete = false; !complete;) {
    const std::size_t found = kernel.select(scratch.deficits.data(), rows, limit, scratch.hits.data());
    score_hits(motif, {scratch.hits.data(), found}, codes.data(), length, sequences, best);
    complete = true;
    for (std::size_t lane = 0; lane < sequences; ++lane) {
      const std::uint8_t needed = motif.filter.deficit_limit(best[lane]);
      complete = complete && needed <= limit[lane];
      limit[lane] = std::max(limit[lane], needed);
    }
  }
  return best;
}

}  // namespace

std::vector<float> scan_motifs(std::span<const std::uint8_t> codes, std::size_t length,
                               std::span<const MotifScores> motifs, unsigned threads, const FilterKernel& kernel) {
  require(length > 0 && codes.size() % length == 0, "sequences of equal length");
  const std::size_t sequences = codes.size() / length;
  const std::vector<BothStrands> strands = both_strands(motifs, length, kernel.columns_per_lookup);
  std::vector<float> out(sequences * motifs.size());
  const std::size_t blocks = (sequences + kFilterLanes - 1) / kFilterLanes;
  parallel_for(blocks, threads, [&](std::size_t block) {
    const std::size_t first = block * kFilterLanes;
    const std::size_t count = std::min(kFilterLanes, sequences - first);
    const auto in_block = codes.subspan(first * length, count * length);
    Scratch scratch;
    scratch.deficits.resize(2 * length);
    scratch.hits.resize(2 * length);
    pack_bases(in_block, length, kernel.columns_per_lookup, scratch.packed);
    for (std::size_t m = 0; m < strands.size(); ++m) {
      const LaneScores best = best_scores(strands[m], kernel, in_block, length, scratch);
      for (std::size_t lane = 0; lane < count; ++lane) {
        out[(first + lane) * strands.size() + m] = static_cast<float>(best[lane]);
      }
    }
  });
  return out;
}

std::vector<float> scan_motifs(std::span<const std::uint8_t> codes, std::size_t length,
                               std::span<const MotifScores> motifs, unsigned threads) {
  return scan_motifs(codes, length, motifs, threads, filter_kernels().front());
}

}  // namespace cre
