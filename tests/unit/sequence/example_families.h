#pragma once
// Tables with families of related rows, and who is whose.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/random.h"
#include "sequence/near_duplicates.h"
#include "sequence/reverse_complement.h"

namespace cre {

using Row = std::vector<std::uint8_t>;
using Table = std::vector<Row>;

inline std::vector<std::uint8_t> joined(const Table& table) {
  std::vector<std::uint8_t> out;
  for (const Row& row : table) {
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

inline std::size_t hamming(const Row& a, const Row& b) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] != b[i] ? 1 : 0;
  }
  return sum;
}

/// (N) the first row of each row's family.
inline std::vector<std::size_t> first_of_family(UnionFind& sets, std::size_t rows) {
  std::vector<std::size_t> first_of_root(rows, rows), out;
  for (std::size_t row = 0; row < rows; ++row) {
    std::size_t& first = first_of_root[sets.find(row)];
    first = std::min(first, row);
    out.push_back(first);
  }
  return out;
}

inline Row random_row(std::size_t length, RandomStream& stream, std::uint64_t letters = 4) {
  Row row;
  for (std::size_t i = 0; i < length; ++i) {
    row.push_back(static_cast<std::uint8_t>(stream.below(letters)));
  }
  return row;
}

inline Row changed(Row row, std::size_t bases, RandomStream& stream) {
  for (std::size_t i = 0; i < bases; ++i) {
    row[stream.below(row.size())] = static_cast<std::uint8_t>(stream.below(5));  // N too
  }
  return row;
}

struct WindowPlan {
  std::size_t of_a_genome;  // windows
  std::size_t genome;       // bases
  std::uint64_t changes;    // bases of a window that are drawn anew: fewer than so many
};

/// Windows of long sequences, changed a little, half of them turned round.
inline Table windows(std::size_t rows, std::size_t length, const WindowPlan& plan, RandomStream& stream) {
  Table table;
  Row genome;
  for (std::size_t row = 0; row < rows; ++row) {
    if (row % plan.of_a_genome == 0) {
      genome = random_row(plan.genome, stream);
    }
    const auto begin = genome.begin() + static_cast<std::ptrdiff_t>(stream.below(genome.size() - length));
    const Row window =
        changed(Row(begin, begin + static_cast<std::ptrdiff_t>(length)), stream.below(plan.changes), stream);
    table.push_back(stream.below(2) == 0 ? window : reverse_complement(window));
  }
  return table;
}

/// Families of a few rows, some on the other strand, among strangers.
inline Table planted(std::size_t rows, std::size_t length, RandomStream& stream) {
  Table table;
  while (table.size() < rows) {
    const Row parent = random_row(length, stream);
    for (std::uint64_t i = stream.below(5) + 1; i > 0; --i) {
      Row row = changed(parent, stream.below(6), stream);
      table.push_back(stream.below(2) == 0 ? row : reverse_complement(row));
    }
  }
  return table;
}

/// Every row begins and ends alike.
inline Table with_adaptors(Table table, RandomStream& stream) {
  const std::size_t length = table.front().size();
  const Row adaptor = random_row(length / 4, stream);
  for (Row& row : table) {
    std::copy(adaptor.begin(), adaptor.end(), row.begin());
    std::copy(adaptor.rbegin(), adaptor.rend(), row.end() - static_cast<std::ptrdiff_t>(adaptor.size()));
  }
  return table;
}

inline std::vector<std::size_t> found_families(const Table& table, const NearDuplicatePlan& plan) {
  UnionFind sets(table.size());
  merge_near_duplicates(joined(table), table.front().size(), plan, sets);
  return first_of_family(sets, table.size());
}

}  // namespace cre
