#include "split/audit/neighbours.h"

#include <algorithm>
#include <limits>

#include "core/parallel.h"
#include "sequence/kmers.h"
#include "sequence/run_bits.h"
#include "split/audit/place_overlaps.h"

namespace cre {

namespace {

constexpr std::size_t kOverlapsAtOnce = 256;

double share_of_words(std::span<const std::uint8_t> codes, std::size_t k, std::span<const std::uint64_t> shared) {
  std::size_t words = 0;
  visit_kmers(codes, k, [&](std::size_t, Kmer) { ++words; });
  return words == 0 ? std::numeric_limits<double>::quiet_NaN()
                    : static_cast<double>(count_common(shared, shared)) / static_cast<double>(words);
}

void find_overlaps(const RowSet& queries, const RowSet& references, const CountingRule& rule, const AuditPlan& plan,
                   std::vector<Neighbours>& out) {
  const OverlapSearch search(queries, references, rule.word(), plan.both_strands, plan.threads);
  parallel_for((queries.size() + kOverlapsAtOnce - 1) / kOverlapsAtOnce, plan.threads, [&](std::size_t block) {
    const std::size_t end = std::min(queries.size(), (block + 1) * kOverlapsAtOnce);
    for (std::size_t i = block * kOverlapsAtOnce; i < end; ++i) {
      out[i].shared_words = share_of_words(queries.bases(i), rule.word(), search.shared_words(i));
      if (out[i].shared_words > 0.0) {
        out[i].overlap = search.find(i, rule.counts(queries.bases(i)).counted());
      }
    }
  });
}

}  // namespace

std::vector<Neighbours> find_neighbours(const Elements& elements, const CountingRule& rule,
                                        const MinHashSketches& sketches, std::span<const std::uint32_t> queries,
                                        std::span<const std::uint32_t> references, const AuditPlan& plan) {
  const auto length = static_cast<std::size_t>(elements.length);
  const RowSet one{elements.codes, length, queries}, other{elements.codes, length, references};
  std::vector<Neighbours> out(queries.size());
  find_overlaps(one, other, rule, plan, out);
  const std::vector<NearestRow> nearest =
      nearest_rows(one, other, {.radii = plan.radii, .both_strands = plan.both_strands, .threads = plan.threads});
  const std::vector<SketchNeighbour> similar =
      sketch_neighbours(sketches, queries, references, plan.thresholds, plan.threads);
  const std::vector<bool> places =
      elements.start.empty() ? std::vector<bool>(queries.size(), false) : overlap_places(elements, queries, references);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].mismatches = nearest[i];
    out[i].similar = similar[i];
    out[i].place = places[i];
  }
  return out;
}

}  // namespace cre
