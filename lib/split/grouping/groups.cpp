#include "split/grouping/groups.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/error.h"
#include "core/union_find.h"
#include "sequence/equal_sequences.h"
#include "sequence/minhash.h"
#include "sequence/near_duplicates.h"
#include "sequence/reverse_complement.h"
#include "split/grouping/near_places.h"

namespace cre {

namespace {

void merge_with_first(std::span<const std::uint32_t> first, UnionFind& sets) {
  for (std::size_t row = 0; row < first.size(); ++row) {
    if (first[row] != row) {
      sets.merge(first[row], row);
    }
  }
}

/// Merges rows of one name; an empty one is none.
void merge_equal_names(const std::vector<std::string>& names, UnionFind& sets) {
  std::unordered_map<std::string_view, std::size_t> first;
  for (std::size_t row = 0; row < names.size(); ++row) {
    if (!names[row].empty()) {
      sets.merge(first.emplace(names[row], row).first->second, row);
    }
  }
}

void check_group_column(const Elements& elements, MissingGroup missing) {
  if (elements.group_name.empty()) {
    fail(ErrorKind::input, "split.group_by: column needs a group column in the elements; name it in qc.columns.group");
  }
  const std::size_t without = rows_without_group(elements);
  if (without == 0 || missing == MissingGroup::own) {
    return;
  }
  const auto row = static_cast<std::size_t>(std::find(elements.group_name.begin(), elements.group_name.end(), "") -
                                            elements.group_name.begin());
  fail(ErrorKind::input, "line ", elements.line[row], ", element ", elements.id[row],
       ": the group column is empty or says that the value is missing, as in ", without, " of ", elements.rows(),
       " rows; split.group_by: column needs a value in every row, or set split.missing_group: own");
}

void merge_rows(GroupBy kind, const Elements& elements, const SplitConfig& config, unsigned threads, UnionFind& sets) {
  const auto length = static_cast<std::size_t>(elements.length);
  switch (kind) {
    case GroupBy::sequence:
      merge_with_first(first_equal_sequences(elements.codes, length, config.both_strands, threads), sets);
      return;
    case GroupBy::column:
      check_group_column(elements, config.missing_group);
      merge_equal_names(elements.group_name, sets);
      return;
    case GroupBy::near_duplicate:
      merge_near_duplicates(elements.codes, length,
                            {.most_mismatches = static_cast<std::size_t>(config.max_mismatches),
                             .both_strands = config.both_strands,
                             .max_shift = static_cast<std::size_t>(config.max_shift),
                             .min_overlap = static_cast<std::size_t>(config.min_overlap),
                             .threads = threads},
                            sets);
      return;
    case GroupBy::minhash:
      merge_minhash_families(elements.codes, length,
                             {.k = static_cast<std::size_t>(config.minhash.k),
                              .size = static_cast<std::size_t>(config.minhash.size),
                              .threshold = config.minhash.threshold,
                              .both_strands = config.both_strands,
                              .threads = threads},
                             sets);
      return;
    case GroupBy::interval:
      merge_near_places(elements, config.max_distance, sets);
      return;
  }
}

}  // namespace

std::vector<std::uint8_t> sequence_key(std::span<const std::uint8_t> codes, bool both_strands) {
  std::vector<std::uint8_t> forward(codes.begin(), codes.end());
  if (!both_strands) {
    return forward;
  }
  std::vector<std::uint8_t> reverse = reverse_complement(codes);
  return std::min(forward, reverse);
}

std::size_t rows_without_group(const Elements& elements) {
  return static_cast<std::size_t>(std::count(elements.group_name.begin(), elements.group_name.end(), ""));
}

std::vector<std::int64_t> group_rows(const Elements& elements, const SplitConfig& config, unsigned threads) {
  const std::size_t rows = elements.rows();
  UnionFind sets(rows);
  for (const GroupBy kind : config.grouped_by()) {
    merge_rows(kind, elements, config, threads, sets);
  }
  std::vector<std::int64_t> number_of_root(rows, -1);
  std::vector<std::int64_t> groups(rows);
  std::int64_t next = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    std::int64_t& number = number_of_root[sets.find(row)];
    if (number < 0) {
      number = next++;
    }
    groups[row] = number;
  }
  return groups;
}

}  // namespace cre
