#include "split/audit/leakage_audit.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/progress.h"
#include "sequence/minhash.h"
#include "sequence/near_duplicates.h"
#include "split/audit/neighbours.h"
#include "split/audit/regrouping.h"

namespace cre {

namespace {

constexpr std::size_t kMostMismatches = 5;
constexpr std::size_t kAlwaysLookedFor = 2;  // mismatches, though chance may give them
constexpr double kSimilar = 0.5;             // Jaccard index
constexpr double kChanceRows = 0.001;        // expected rows within so many mismatches, of a row with the whole table

using Rows = std::vector<std::uint32_t>;

/// Sequences of L bases that differ from one in at most so many.
double sequences_within(std::size_t mismatches, double length) {
  double sum = 1.0, of_number = 1.0;
  for (std::size_t i = 1; i <= mismatches; ++i) {
    const auto number = static_cast<double>(i);
    of_number *= 3.0 * (length - number + 1.0) / number;
    sum += of_number;
  }
  return sum;
}

std::size_t most_mismatches(const Elements& elements, bool both_strands) {
  const auto length = static_cast<double>(elements.length);
  const double rows = static_cast<double>(elements.rows()) * (both_strands ? 2.0 : 1.0);
  std::size_t most = kMostMismatches;
  while (most > kAlwaysLookedFor &&
         std::log(rows * sequences_within(most, length)) - length * std::log(4.0) > std::log(kChanceRows)) {
    --most;
  }
  return std::min(most, static_cast<std::size_t>(elements.length) - 1);
}

std::vector<std::size_t> radii_of(std::size_t most, std::size_t of_grouping, std::int64_t length) {
  std::vector<std::size_t> out = {0, 1, kAlwaysLookedFor, most, of_grouping};
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  std::erase_if(out, [&](std::size_t radius) { return radius >= static_cast<std::size_t>(length); });
  return out;
}

TrainNeighbour by_mismatches(std::size_t mismatches) {
  switch (mismatches) {
    case 0:
      return TrainNeighbour::equal;
    case 1:
      return TrainNeighbour::one_mismatch;
    case 2:
      return TrainNeighbour::two_mismatches;
    default:
      return TrainNeighbour::few_mismatches;
  }
}

/// What a row resembles most, and which row of the other split that is (number in its list).
struct Nearest {
  TrainNeighbour kind = TrainNeighbour::none;
  std::size_t reference = 0;
};

class Audit {
 public:
  Audit(const Elements& elements, const std::vector<Split>& splits, const SplitConfig& config, unsigned threads)
      : elements_(elements),
        config_(config),
        rule_(elements, config.both_strands),
        minhash_{.k = static_cast<std::size_t>(config.minhash.k),
                 .size = static_cast<std::size_t>(config.minhash.size),
                 .threshold = config.minhash.threshold,
                 .both_strands = config.both_strands,
                 .threads = threads},
        sketches_(elements.codes, static_cast<std::size_t>(elements.length), minhash_),
        splits_(splits) {
    for (std::uint32_t row = 0; row < splits.size(); ++row) {
      if (is_used(splits[row])) {
        rows_.at(static_cast<std::size_t>(splits[row])).push_back(row);
      }
    }
    out_.word = rule_.word();
    out_.least_overlap = rule_.least(static_cast<std::size_t>(elements.length));
    out_.most_mismatches = most_mismatches(elements, config.both_strands);
    plan_.radii = radii_of(out_.most_mismatches, static_cast<std::size_t>(config.max_mismatches), elements.length);
    plan_.thresholds = {std::max(kSimilar, minhash_.threshold), std::min(kSimilar, minhash_.threshold)};
    plan_.both_strands = config.both_strands;
    plan_.threads = threads;
  }

  LeakageAudit run() {
    Progress progress("looking for related sequences", 3, "searches");
    const Rows& train = rows_of(Split::train);
    Rows held_out = rows_of(Split::val);
    held_out.insert(held_out.end(), rows_of(Split::test).begin(), rows_of(Split::test).end());
    const std::vector<Neighbours> found = find(held_out, train);
    out_.neighbour.assign(splits_.size(), TrainNeighbour::not_asked);
    out_.neighbour_row.assign(splits_.size(), -1);
    for (std::size_t i = 0; i < held_out.size(); ++i) {
      const Nearest nearest = nearest_of(found[i]);
      out_.neighbour[held_out[i]] = nearest.kind;
      if (nearest.kind != TrainNeighbour::none) {
        out_.neighbour_row[held_out[i]] = train[nearest.reference];
      }
    }
    const auto of_val = static_cast<std::ptrdiff_t>(rows_of(Split::val).size());
    out_.val_train = pair_audit(Split::val, Split::train, std::span(found).first(static_cast<std::size_t>(of_val)));
    out_.test_train = pair_audit(Split::test, Split::train, std::span(found).subspan(static_cast<std::size_t>(of_val)));
    progress.advance();
    out_.test_val = pair_audit(Split::test, Split::val, find(rows_of(Split::test), rows_of(Split::val)));
    progress.advance();
    regroup(held_out, found);
    progress.advance();
    return std::move(out_);
  }

 private:
  const Rows& rows_of(Split split) const { return rows_.at(static_cast<std::size_t>(split)); }
  std::size_t similar_threshold() const { return plan_.thresholds[0] == kSimilar ? 0 : 1; }

  std::vector<Neighbours> find(const Rows& queries, const Rows& references) const {
    return find_neighbours(elements_, rule_, sketches_, queries, references, plan_);
  }

  bool is_within(const Neighbours& one, std::size_t mismatches) const {
    return one.mismatches.radius < plan_.radii.size() && plan_.radii[one.mismatches.radius] <= mismatches;
  }
  bool is_similar(const Neighbours& one) const { return one.similar.threshold <= similar_threshold(); }

  Nearest nearest_of(const Neighbours& one) const {
    if (is_within(one, out_.most_mismatches)) {
      return {by_mismatches(plan_.radii[one.mismatches.radius]), one.mismatches.reference};
    }
    if (one.overlap) {
      return {TrainNeighbour::overlapping, one.overlap->reference};
    }
    if (is_similar(one)) {
      return {TrainNeighbour::similar, one.similar.reference};
    }
    return {};
  }

  PairAudit pair_audit(Split split, Split other, std::span<const Neighbours> found) const {
    PairAudit out;
    out.split = split;
    out.other = other;
    out.rows = found.size();
    std::size_t places = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Neighbours& one = found[i];
      ++out.nearest.at(static_cast<std::size_t>(nearest_of(one).kind));
      out.similar += is_similar(one) ? 1 : 0;
      places += one.place ? 1 : 0;
      for (std::size_t share = 0; share < kWordShares.size(); ++share) {
        out.words.at(share) += one.shared_words > kWordShares.at(share) ? 1 : 0;
      }
      if (one.overlap) {
        ++out.kin;
        if (!out.example || one.overlap->bases > out.example->overlap) {
          out.example = KinPair{rows_of(split)[i], rows_of(other)[one.overlap->reference], one.overlap->bases,
                                one.overlap->offset, one.overlap->reverse};
        }
      }
    }
    if (!elements_.start.empty()) {
      out.places = places;
    }
    return out;
  }

  void regroup(const Rows& held_out, const std::vector<Neighbours>& found) {
    const auto length = static_cast<std::size_t>(elements_.length);
    const auto mismatches = static_cast<std::size_t>(config_.max_mismatches);
    const std::size_t family =
        minhash_.threshold == plan_.thresholds[0] ? 0 : 1;  // number of the threshold that joins families
    std::vector<bool> near, related;
    for (const Neighbours& one : found) {
      near.push_back(is_within(one, mismatches));
      related.push_back(one.similar.threshold <= family);
    }
    out_.near_duplicate = counted(
        grouped_with_training(elements_, held_out, near, [&](std::span<const std::uint8_t> codes, UnionFind& sets) {
          merge_near_duplicates(
              codes, length,
              {.most_mismatches = mismatches, .both_strands = config_.both_strands, .threads = plan_.threads}, sets);
        }));
    out_.minhash = counted(
        grouped_with_training(elements_, held_out, related, [&](std::span<const std::uint8_t> codes, UnionFind& sets) {
          merge_minhash_families(codes, length, minhash_, sets);
        }));
  }

  /// Of validation rows first, then of test rows.
  Regrouped counted(const std::vector<bool>& grouped) const {
    const auto of_val = static_cast<std::ptrdiff_t>(rows_of(Split::val).size());
    return {static_cast<std::size_t>(std::count(grouped.begin(), grouped.begin() + of_val, true)),
            static_cast<std::size_t>(std::count(grouped.begin() + of_val, grouped.end(), true))};
  }

  const Elements& elements_;
  const SplitConfig& config_;
  CountingRule rule_;
  MinHashPlan minhash_;
  MinHashSketches sketches_;
  const std::vector<Split>& splits_;
  std::array<Rows, kSplitCount> rows_;
  AuditPlan plan_;
  LeakageAudit out_;
};

}  // namespace

LeakageAudit audit_leakage(const Elements& elements, const std::vector<Split>& splits, const SplitConfig& config,
                           unsigned threads) {
  return Audit(elements, splits, config, threads).run();
}

}  // namespace cre
