#pragma once
// Disjoint sets.

#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace cre {

/// Disjoint sets of 0..n-1 (union by size, path halving). Here, because searches ask for millions of sets.
class UnionFind {
 public:
  explicit UnionFind(std::size_t count) : parent_(count), size_(count, 1) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  std::size_t find(std::size_t item) {
    while (parent_[item] != item) {
      parent_[item] = parent_[parent_[item]];
      item = parent_[item];
    }
    return item;
  }

  void merge(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    if (a == b) {
      return;
    }
    if (size_[a] < size_[b]) {
      std::swap(a, b);
    }
    parent_[b] = a;
    size_[a] += size_[b];
  }

 private:
  std::vector<std::size_t> parent_, size_;
};

}  // namespace cre
