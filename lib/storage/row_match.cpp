#include "storage/row_match.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string_view>
#include <unordered_map>

namespace cre {

namespace {

using Rows = std::span<const std::size_t>;

/// Row numbers in the order of their sequences; equal ones in row order.
std::vector<std::size_t> by_sequence(const RowNames& names) {
  std::vector<std::size_t> order(names.sequence.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return names.sequence[a] != names.sequence[b] ? names.sequence[a] < names.sequence[b] : a < b;
  });
  return order;
}

class Matcher {
 public:
  Matcher(const RowNames& rows, const RowNames& others, const CopyRule& copies)
      : rows_(rows),
        others_(others),
        copies_(copies),
        ids_count_(!rows.ids_are_row_numbers && !others.ids_are_row_numbers),
        matches_(rows.id.size()),
        taken_(others.id.size(), false) {}

  std::vector<RowMatch> match() {
    const std::vector<std::size_t> here = by_sequence(rows_), there = by_sequence(others_);
    for (std::size_t a = 0, b = 0; a < here.size() && b < there.size();) {
      const Sha256Digest& sequence = rows_.sequence[here[a]];
      const Sha256Digest& other = others_.sequence[there[b]];
      const std::size_t a_end = end_of_run(rows_, here, a), b_end = end_of_run(others_, there, b);
      if (sequence == other) {
        match_copies(Rows(here).subspan(a, a_end - a), Rows(there).subspan(b, b_end - b));
      }
      const bool next_here = sequence <= other, next_there = other <= sequence;
      a = next_here ? a_end : a;
      b = next_there ? b_end : b;
    }
    if (ids_count_) {
      match_ids();
    }
    return std::move(matches_);
  }

 private:
  static std::size_t end_of_run(const RowNames& names, const std::vector<std::size_t>& order, std::size_t begin) {
    std::size_t end = begin + 1;
    while (end < order.size() && names.sequence[order[end]] == names.sequence[order[begin]]) {
      ++end;
    }
    return end;
  }

  void pair(std::size_t row, std::size_t other, MatchedBy by) {
    matches_[row] = {other, by};
    taken_[other] = true;
  }

  /// All rows of one sequence in both files.
  void match_copies(Rows here, Rows there) {
    if (ids_count_) {
      match_equal_ids(here, there);
    }
    if (here.size() == 1 && there.size() == 1) {
      if (!taken_[there[0]]) {
        pair(here[0], there[0], MatchedBy::sequence);
      }
      return;
    }
    match_each(here, there, copies_.alike);
    if (copies_.pair_unlike) {
      match_each(here, there, [](std::size_t, std::size_t) { return true; });
    }
  }

  void match_equal_ids(Rows here, Rows there) {
    std::unordered_map<std::string_view, std::size_t> row_of_id;
    for (const std::size_t other : there) {
      row_of_id.emplace(others_.id[other], other);
    }
    for (const std::size_t row : here) {
      const auto found = row_of_id.find(rows_.id[row]);
      if (found != row_of_id.end() && !taken_[found->second]) {
        pair(row, found->second, MatchedBy::sequence_and_id);
      }
    }
  }

  void match_each(Rows here, Rows there, const std::function<bool(std::size_t, std::size_t)>& fits) {
    for (const std::size_t row : here) {
      if (matches_[row].by != MatchedBy::nothing) {
        continue;
      }
      const auto found = std::find_if(there.begin(), there.end(),
                                      [&](std::size_t other) { return !taken_[other] && fits(row, other); });
      if (found != there.end()) {
        pair(row, *found, MatchedBy::sequence);
      }
    }
  }

  void match_ids() {
    std::unordered_map<std::string_view, std::size_t> row_of_id;
    for (std::size_t other = 0; other < taken_.size(); ++other) {
      if (!taken_[other]) {
        row_of_id.emplace(others_.id[other], other);
      }
    }
    for (std::size_t row = 0; row < matches_.size(); ++row) {
      if (matches_[row].by != MatchedBy::nothing) {
        continue;
      }
      const auto found = row_of_id.find(rows_.id[row]);
      if (found != row_of_id.end() && !taken_[found->second]) {
        pair(row, found->second, MatchedBy::id);
      }
    }
  }

  const RowNames& rows_;
  const RowNames& others_;
  const CopyRule& copies_;
  bool ids_count_;
  std::vector<RowMatch> matches_;  // (rows)
  std::vector<bool> taken_;        // (others)
};

}  // namespace

std::vector<RowMatch> match_rows(const RowNames& rows, const RowNames& others, const CopyRule& copies) {
  return Matcher(rows, others, copies).match();
}

void MatchCounts::add(MatchedBy by) {
  sequence_and_id += by == MatchedBy::sequence_and_id ? 1 : 0;
  sequence += by == MatchedBy::sequence ? 1 : 0;
  id += by == MatchedBy::id ? 1 : 0;
}

}  // namespace cre
