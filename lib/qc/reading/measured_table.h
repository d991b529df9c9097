#pragma once
// The rows of a measurement table that could be read, before any rule is applied.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "qc/adaptors/adaptor_config.h"
#include "qc/reading/sequence_letters.h"
#include "storage/measurements.h"

namespace cre {

/// N rows, K tasks. Activities are NaN where missing and may be infinite; masks, weights and flags are none yet.
struct MeasuredTable : Measurements {
  std::size_t tasks = 0;               // (K)
  SequenceLetters sequences;           // (N) whole, upper case, blanks stripped
  AdaptorEnds ends;                    // constant bases around the inserts, upper case; set by cut_ends
  std::vector<std::uint8_t> has_ends;  // (N) whether the row has them; empty without ends
  std::vector<std::string> cell_name;  // (N) target cell as written; empty without such a column

  /// As in the table.
  std::string_view whole_sequence(std::size_t row) const { return sequences[row]; }
  /// From now on sequence() is what lies between `constant`, in rows that have them with an insert in between.
  void cut_ends(AdaptorEnds constant);
  /// False for a row that lacks the ends that the others have.
  bool has_insert(std::size_t row) const { return has_ends.empty() || has_ends[row] != 0; }
  /// The insert: what is between `ends`; the whole sequence of a row without them.
  std::string_view sequence(std::size_t row) const;
  double activity_of(std::size_t row, std::size_t task) const { return activity[row * tasks + task]; }
  double standard_error_of(std::size_t row, std::size_t task) const { return standard_error[row * tasks + task]; }

  /// Adds the rows of `other`, which has the same tasks and columns, and empties it.
  void append(MeasuredTable&& other);
};

}  // namespace cre
