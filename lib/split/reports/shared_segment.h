#pragma once
// What many sequences have in common: why they are one group.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "storage/elements.h"

namespace cre {

/// A run of bases that the most of some rows have.
struct SharedSegment {
  std::size_t word = 0;             // bases of the word that was looked for; 0: the sequences are shorter
  double share = 0.0;               // of the rows, that have this word
  std::string bases;                // the word, and what is beside it in nine tenths of these rows
  std::size_t first = 0, last = 0;  // where it begins, from 1: in nine tenths of these rows from first to last
  bool both_strands = false;        // is it in more than a tenth of them on the other strand?
};

/// Looks for the word in a sample of `rows` (places in `elements`, at least one). With `both_strands` a word and its
/// reverse complement are one; bases and places are those of the strand on which most rows have it.
SharedSegment shared_segment(const Elements& elements, std::span<const std::size_t> rows, bool both_strands);

/// For people: "93.0 % of them have ACGTACGTACGTACG at base 1", or that no word is in many.
std::string text_of(const SharedSegment& segment);

}  // namespace cre
