#pragma once
// The sequences of a table as they were read.

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "sequence/letter_counts.h"

namespace cre {

/// Letters of many rows, in pieces of memory that stay where they are when rows are added.
class SequenceLetters {
 public:
  /// Adds a row, in upper case.
  void add(std::string_view letters);
  /// Adds the rows of `other`.
  void append(SequenceLetters&& other);
  std::size_t size() const { return rows_.size(); }
  std::string_view operator[](std::size_t row) const { return rows_[row]; }
  const LetterCounts& counts(std::size_t row) const { return counts_[row]; }

 private:
  std::vector<std::unique_ptr<char[]>> pieces_;
  std::vector<std::string_view> rows_;  // into pieces_
  std::vector<LetterCounts> counts_;
  char* next_ = nullptr;  // in the last piece
  std::size_t left_ = 0;  // bytes of it
};

}  // namespace cre
