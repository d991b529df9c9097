#include "qc/reading/sequence_letters.h"

#include <algorithm>
#include <iterator>

namespace cre {

void SequenceLetters::add(std::string_view letters) {
  constexpr std::size_t kPiece = std::size_t{1} << 16U;
  if (letters.size() > left_) {
    left_ = std::max(kPiece, letters.size());
    next_ = pieces_.emplace_back(std::make_unique_for_overwrite<char[]>(left_)).get();
  }
  std::transform(letters.begin(), letters.end(), next_,
                 [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
  rows_.emplace_back(next_, letters.size());
  counts_.push_back(count_letters(rows_.back()));
  next_ += letters.size();
  left_ -= letters.size();
}

void SequenceLetters::append(SequenceLetters&& other) {
  std::move(other.pieces_.begin(), other.pieces_.end(), std::back_inserter(pieces_));
  rows_.insert(rows_.end(), other.rows_.begin(), other.rows_.end());
  counts_.insert(counts_.end(), other.counts_.begin(), other.counts_.end());
  next_ = other.next_;
  left_ = other.left_;
  other = {};
}

}  // namespace cre
