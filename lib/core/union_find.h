#pragma once
// Disjoint sets.

#include <cstddef>
#include <vector>

namespace cre {

/// Disjoint sets of 0..n-1 (union by size, path halving).
class UnionFind {
 public:
  explicit UnionFind(std::size_t count);
  std::size_t find(std::size_t item);
  void merge(std::size_t a, std::size_t b);

 private:
  std::vector<std::size_t> parent_, size_;
};

}  // namespace cre
