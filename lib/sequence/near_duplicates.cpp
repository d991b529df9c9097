#include "sequence/near_duplicates.h"

#include <vector>

#include "sequence/base_planes.h"
#include "sequence/equal_sequences.h"
#include "sequence/part_search.h"
#include "sequence/shifted_duplicates.h"

namespace cre {

namespace {

/// Merges equal rows; returns one of each sequence.
std::vector<std::uint32_t> merge_equal(std::span<const std::uint32_t> first, UnionFind& rows) {
  std::vector<std::uint32_t> different;
  for (std::uint32_t row = 0; row < first.size(); ++row) {
    if (first[row] == row) {
      different.push_back(row);
    } else {
      rows.merge(first[row], row);
    }
  }
  return different;
}

std::vector<std::uint32_t> strands_of(std::span<const std::uint32_t> rows, std::uint32_t strands) {
  std::vector<std::uint32_t> out;
  out.reserve(rows.size() * strands);
  for (const std::uint32_t row : rows) {
    for (std::uint32_t strand = 0; strand < strands; ++strand) {
      out.push_back(row * strands + strand);
    }
  }
  return out;
}

}  // namespace

void merge_near_duplicates(std::span<const std::uint8_t> codes, std::size_t length, const NearDuplicatePlan& plan,
                           UnionFind& rows) {
  const std::vector<std::uint32_t> different =
      merge_equal(first_equal_sequences(codes, length, plan.both_strands, plan.threads), rows);
  if (length <= plan.most_mismatches) {
    for (const std::uint32_t row : different) {
      rows.merge(different.front(), row);
    }
    return;
  }
  if (plan.most_mismatches == 0 && plan.max_shift == 0) {
    return;
  }
  const BasePlanes planes(codes, length, plan.both_strands, plan.threads);
  RowFamilies families(rows, codes.size() / length);
  if (plan.most_mismatches > 0) {
    std::vector<std::uint32_t> row_of_entry(planes.entries());
    for (std::size_t entry = 0; entry < row_of_entry.size(); ++entry) {
      row_of_entry[entry] = static_cast<std::uint32_t>(entry / planes.strands());
    }
    connect_by_parts({.planes = planes, .row = row_of_entry, .most_mismatches = plan.most_mismatches, .left = {}},
                     strands_of(different, static_cast<std::uint32_t>(planes.strands())), plan.threads, families);
  }
  connect_shifted(codes, planes, different, plan, families);
}

}  // namespace cre
