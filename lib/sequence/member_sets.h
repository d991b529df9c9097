#pragma once
// Internal to searches for near rows: some rows, and which of them are connected.

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/union_find.h"

namespace cre {

/// Two rows that are near each other.
using NearRows = std::pair<std::uint32_t, std::uint32_t>;
/// Numbers of members.
using Members = std::vector<std::uint32_t>;

class MemberSets {
 public:
  /// Member i is row `row[i]`. Rows with equal numbers in `family` (all rows) are connected from the beginning. `found`
  /// takes each pair of rows that connects two sets.
  MemberSets(std::span<const std::uint32_t> row, std::span<const std::uint32_t> family, std::vector<NearRows>& found);

  std::uint32_t row(std::uint32_t member) const { return row_[member]; }
  bool are_connected(std::uint32_t a, std::uint32_t b) { return sets_.find(a) == sets_.find(b); }
  void merge(std::uint32_t a, std::uint32_t b);
  /// Those of `members` that are not in the largest set among them.
  Members outside_largest(const Members& members);

 private:
  std::vector<std::uint32_t> row_;
  UnionFind sets_;
  std::vector<std::uint32_t> size_;  // of sets while they are counted, else 0
  std::vector<NearRows>* found_;
};

/// All rows and the families they are in while a search connects them.
class RowFamilies {
 public:
  /// `sets` takes what is connected, and must outlive this.
  RowFamilies(UnionFind& sets, std::size_t rows);

  /// (rows) one row of each row's family.
  std::span<const std::uint32_t> numbers() const { return number_; }
  /// Connects what several threads found.
  void merge(const std::vector<std::vector<NearRows>>& found);

 private:
  void read();

  UnionFind& sets_;
  std::vector<std::uint32_t> number_;
};

/// Calls visit(members) for each two or more values with equal keys; `sorted` by key. member(value) is what is told.
template <class Value, class Key, class Member, class Visit>
void for_each_equal(const std::vector<Value>& sorted, Key key, Member member, Visit visit) {
  Members equal;
  for (std::size_t begin = 0, end = 0; begin < sorted.size(); begin = end) {
    equal.clear();
    for (end = begin; end < sorted.size() && key(sorted[end]) == key(sorted[begin]); ++end) {
      equal.push_back(member(sorted[end]));
    }
    if (equal.size() > 1) {
      visit(equal);
    }
  }
}

}  // namespace cre
