#pragma once
// Iterators for lists that make their values when they are asked for them.

#include <cstddef>
#include <iterator>

namespace cre {

/// Goes over list[0], list[1], ... of a List that gives values, not references.
template <class List>
class IndexIterator {
 public:
  using iterator_category = std::input_iterator_tag;  // for want of references; the rest it could do
  using value_type = typename List::value_type;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = value_type;

  IndexIterator() = default;
  IndexIterator(const List& list, std::size_t at) : list_(&list), at_(at) {}
  value_type operator*() const { return (*list_)[at_]; }
  IndexIterator& operator++() {
    ++at_;
    return *this;
  }
  IndexIterator operator++(int) {
    const IndexIterator before = *this;
    ++at_;
    return before;
  }
  bool operator==(const IndexIterator& other) const { return at_ == other.at_; }

 private:
  const List* list_ = nullptr;
  std::size_t at_ = 0;
};

}  // namespace cre
