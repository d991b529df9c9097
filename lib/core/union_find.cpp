#include "core/union_find.h"

#include <numeric>
#include <utility>

namespace cre {

UnionFind::UnionFind(std::size_t count) : parent_(count), size_(count, 1) {
  std::iota(parent_.begin(), parent_.end(), std::size_t{0});
}

std::size_t UnionFind::find(std::size_t item) {
  while (parent_[item] != item) {
    parent_[item] = parent_[parent_[item]];
    item = parent_[item];
  }
  return item;
}

void UnionFind::merge(std::size_t a, std::size_t b) {
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

}  // namespace cre
