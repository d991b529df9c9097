#include "split/strategies/base_split.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <unordered_map>

#include "core/error.h"
#include "sequence/sequence_digest.h"
#include "split/grouping/groups.h"

namespace cre {

namespace {

using MaybeSplits = std::vector<std::optional<Split>>;

std::string key_of_row(const Elements& elements, std::size_t row, bool both_strands) {
  const auto length = static_cast<std::size_t>(elements.length);
  const auto key = sequence_key(std::span(elements.codes).subspan(row * length, length), both_strands);
  return {key.begin(), key.end()};
}

/// The strictest split that each sequence here has there; train < val < test, and nothing is less than all of them.
MaybeSplits strictest_of_sequence(const Elements& elements, const Elements& base, const std::vector<Split>& splits,
                                  bool both_strands) {
  std::unordered_map<std::string, Split> strictest;
  strictest.reserve(base.rows());
  for (std::size_t row = 0; row < base.rows(); ++row) {
    const auto [found, is_new] = strictest.emplace(key_of_row(base, row, both_strands), splits[row]);
    found->second = std::max(found->second, splits[row]);
  }
  MaybeSplits out(elements.rows());
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const auto found = strictest.find(key_of_row(elements, row, both_strands));
    if (found != strictest.end()) {
      out[row] = found->second;
    }
  }
  return out;
}

/// Copies of a sequence in one table differ in what was measured.
bool same_activities(const Elements& a, std::size_t row, const Elements& b, std::size_t other) {
  if (a.task_count() != b.task_count()) {
    return false;
  }
  for (std::size_t task = 0; task < a.task_count(); ++task) {
    const double x = a.activity[row * a.task_count() + task];
    const double y = b.activity[other * b.task_count() + task];
    if (x != y && !(std::isnan(x) && std::isnan(y))) {
      return false;
    }
  }
  return true;
}

std::vector<RowMatch> matches_in_base(const Elements& elements, const Elements& base, unsigned threads) {
  const auto digests = [threads](const Elements& of) {
    return sequence_digests(of.codes, static_cast<std::size_t>(of.length), threads);
  };
  const std::vector<Sha256Digest> here = digests(elements), there = digests(base);
  return match_rows(
      {here, elements.id, elements.ids_are_row_numbers}, {there, base.id, base.ids_are_row_numbers},
      {.alike = [&](std::size_t row, std::size_t other) { return same_activities(elements, row, base, other); },
       .pair_unlike = true});
}

}  // namespace

BaseSplits splits_in_base(const Elements& elements, const Elements& base, const SplitAssignment& assignment,
                          bool both_strands, unsigned threads) {
  BaseSplits out;
  out.own.resize(elements.rows());
  out.bound = strictest_of_sequence(elements, base, assignment.split, both_strands);
  out.test_rows = std::count(assignment.split.begin(), assignment.split.end(), Split::test);
  out.missing_test_rows = out.test_rows;
  const std::vector<RowMatch> matches = matches_in_base(elements, base, threads);
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    out.matched.add(matches[row].by);
    if (matches[row].by != MatchedBy::nothing) {
      const Split split = assignment.split[matches[row].row];
      out.own[row] = split;
      out.bound[row] = std::max(out.bound[row], out.own[row]);
      out.missing_test_rows -= split == Split::test ? 1 : 0;
    }
  }
  return out;
}

std::vector<std::optional<Split>> follow_groups(const std::vector<std::int64_t>& groups,
                                                const std::vector<std::optional<Split>>& base) {
  // train < val < test, and nothing is less than all of them: the strictest split of a group is the largest.
  std::unordered_map<std::int64_t, std::optional<Split>> strictest;
  for (std::size_t row = 0; row < groups.size(); ++row) {
    std::optional<Split>& split = strictest[groups[row]];
    split = std::max(split, base[row]);
  }
  std::vector<std::optional<Split>> followed(groups.size());
  std::transform(groups.begin(), groups.end(), followed.begin(),
                 [&](std::int64_t group) { return strictest.at(group); });
  return followed;
}

std::vector<Split> extended_split(const std::vector<std::optional<Split>>& followed) {
  std::vector<Split> splits;
  for (const std::optional<Split>& split : followed) {
    splits.push_back(split.value_or(Split::train));
  }
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    const auto split = static_cast<Split>(s);
    if (std::find(splits.begin(), splits.end(), split) == splits.end()) {
      fail(ErrorKind::input, "split ", split_name(split), " got no row: no element here is in ", split_name(split),
           " of the split to extend (split.strategy: extend)");
    }
  }
  return splits;
}

}  // namespace cre
