#pragma once
// Which rows of two files are the same element. An element is its cleaned sequence, with the id where one is given and
// agrees; the place of a row in its table says nothing.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/digest.h"

namespace cre {

/// What names the rows of one file; refers to what its owner holds.
struct RowNames {
  const std::vector<Sha256Digest>& sequence;  // (N) sequence_digest
  const std::vector<std::string>& id;         // (N)
  bool ids_are_row_numbers;                   // then they name nothing
};

enum class MatchedBy {
  nothing,          // the other file does not have it
  sequence_and_id,  // both agree
  sequence,         // ids are row numbers, or were renamed
  id,               // the sequence of this id is another one there: what that means is for the caller to say
};

struct RowMatch {
  std::size_t row = 0;  // in the other file
  MatchedBy by = MatchedBy::nothing;
};

/// How copies of one sequence are told apart that ids do not.
struct CopyRule {
  std::function<bool(std::size_t, std::size_t)> alike;  // have a row and one of the other file the same measurements?
  bool pair_unlike;  // pair the rest in row order: which copy is which does not matter then
};

/// For each row of `rows` the row of `others` that is the same element, one to one: first by sequence and id, then by
/// sequence, last by id alone. A sequence that either file has several times is paired by `copies`.
std::vector<RowMatch> match_rows(const RowNames& rows, const RowNames& others, const CopyRule& copies);

/// How many rows were matched by what.
struct MatchCounts {
  std::int64_t sequence_and_id = 0;
  std::int64_t sequence = 0;
  std::int64_t id = 0;

  void add(MatchedBy by);
};

}  // namespace cre
