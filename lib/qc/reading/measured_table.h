#pragma once
// The rows of a measurement table that could be read, before any rule is applied.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "qc/adaptors/adaptor_config.h"

namespace cre {

/// N rows, K tasks; row-major.
struct MeasuredTable {
  std::size_t tasks = 0;                     // (K)
  std::vector<std::int64_t> line;            // (N) in the table, header = 1
  std::vector<std::string> id;               // (N)
  std::string letters;                       // all sequences one after the other, upper case, blanks stripped
  AdaptorEnds ends;                          // constant bases around the inserts, upper case; set by cut_ends
  std::vector<std::uint8_t> has_ends;        // (N) whether the row has them; empty without ends
  std::vector<std::uint64_t> sequence_end;   // (N) where each ends in `letters`
  std::vector<double> activity;              // (N, K) l2fc; NaN where missing, may be infinite
  std::vector<double> standard_error;        // (N, K) l2fc; NaN where missing or not measured
  std::vector<std::string> target_cell;      // (N) as written; empty without such a column
  std::vector<std::int16_t> target_task;     // (N) index of the task, kUnknownCell when none fits
  std::vector<double> min_gap;               // (N) NaN where missing
  std::vector<std::string> chromosome;       // (N), empty vector without such a column
  std::vector<std::string> group;            // likewise; an empty text where the value is missing
  std::vector<std::string> published_split;  // likewise

  std::size_t rows() const { return line.size(); }
  /// As in the table.
  std::string_view whole_sequence(std::size_t row) const {
    const std::uint64_t begin = row == 0 ? 0 : sequence_end[row - 1];
    return std::string_view(letters).substr(begin, sequence_end[row] - begin);
  }
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
