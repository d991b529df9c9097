#include "sequence/nearest_rows.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

#include "core/parallel.h"
#include "sequence/base_planes.h"
#include "sequence/key_places.h"
#include "sequence/position_parts.h"

namespace cre {

namespace {

constexpr std::size_t kQueriesAtOnce = 256;
constexpr std::size_t kComparedAtOnce = 32;

/// Entries: the references, then the queries, then these on the other strand.
std::vector<RowStrand> strands_of(const RowSet& queries, const RowSet& references, bool both_strands) {
  std::vector<RowStrand> out;
  out.reserve(references.size() + queries.size() * (both_strands ? 2 : 1));
  for (const std::uint32_t row : references.rows) {
    out.push_back({row, false});
  }
  for (const bool reverse : {false, true}) {
    if (reverse && !both_strands) {
      break;
    }
    for (const std::uint32_t row : queries.rows) {
      out.push_back({row, reverse});
    }
  }
  return out;
}

class NearestSearch {
 public:
  NearestSearch(const RowSet& queries, const RowSet& references, const NearestPlan& plan)
      : plan_(plan),
        queries_(queries.size()),
        references_(references.size()),
        planes_(queries.codes, queries.length, strands_of(queries, references, plan.both_strands), plan.threads),
        nearest_(queries.size(), {plan.radii.size(), 0}) {}

  std::vector<NearestRow> run() {
    std::vector<std::uint32_t> entries(planes_.entries());
    std::iota(entries.begin(), entries.end(), 0U);
    for (std::size_t r = 0; r < plan_.radii.size(); ++r) {
      const std::size_t radius = plan_.radii[r];
      for (const Positions& part : position_parts(planes_, entries, planes_.all_positions(), radius + 1)) {
        look(part, r);
      }
    }
    return std::move(nearest_);
  }

 private:
  std::size_t strands() const { return plan_.both_strands ? 2 : 1; }
  std::uint32_t entry(std::size_t query, std::size_t strand) const {
    return static_cast<std::uint32_t>(references_ + strand * queries_ + query);
  }

  /// Looks at the references that are equal in a part, for queries that none is near yet.
  void look(const Positions& part, std::size_t r) {
    std::vector<std::uint32_t> open;
    for (std::uint32_t query = 0; query < queries_; ++query) {
      if (nearest_[query].radius == plan_.radii.size()) {
        open.push_back(query);
      }
    }
    KeyFilter wanted(open.size() * strands());
    for (const std::uint32_t query : open) {
      for (std::size_t strand = 0; strand < strands(); ++strand) {
        wanted.add(planes_.key(entry(query, strand), part));
      }
    }
    const KeyPlaces places(references_, plan_.threads, [&](std::size_t reference, auto emit) {
      const std::uint64_t key = planes_.key(static_cast<std::uint32_t>(reference), part);
      if (wanted.may_have(key)) {
        emit(key, 0);
      }
    });
    parallel_for((open.size() + kQueriesAtOnce - 1) / kQueriesAtOnce, plan_.threads, [&](std::size_t block) {
      const std::size_t end = std::min(open.size(), (block + 1) * kQueriesAtOnce);
      for (std::size_t i = block * kQueriesAtOnce; i < end; ++i) {
        for (std::size_t strand = 0; strand < strands() && nearest_[open[i]].radius == plan_.radii.size(); ++strand) {
          const std::uint32_t own = entry(open[i], strand);
          compare(own, places.at(planes_.key(own, part)), r, nearest_[open[i]]);
        }
      }
    });
  }

  void compare(std::uint32_t own, std::span<const KeyedPlace> references, std::size_t r, NearestRow& nearest) const {
    std::array<std::uint32_t, kComparedAtOnce> others{}, distances{};
    for (std::size_t begin = 0; begin < references.size(); begin += kComparedAtOnce) {
      const std::size_t count = std::min(kComparedAtOnce, references.size() - begin);
      for (std::size_t i = 0; i < count; ++i) {
        others.at(i) = references[begin + i].row;
      }
      planes_.distances(own, std::span(others).first(count), std::span(distances).first(count));
      for (std::size_t i = 0; i < count; ++i) {
        if (distances.at(i) <= plan_.radii[r]) {
          nearest = {r, others.at(i)};
          return;
        }
      }
    }
  }

  const NearestPlan& plan_;
  std::size_t queries_, references_;
  BasePlanes planes_;
  std::vector<NearestRow> nearest_;
};

}  // namespace

std::vector<NearestRow> nearest_rows(const RowSet& queries, const RowSet& references, const NearestPlan& plan) {
  if (queries.size() == 0 || references.size() == 0) {
    return std::vector<NearestRow>(queries.size(), {plan.radii.size(), 0});
  }
  return NearestSearch(queries, references, plan).run();
}

}  // namespace cre
