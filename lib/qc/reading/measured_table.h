#pragma once
// The rows of a measurement table that could be read, before any rule is applied.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/packed_texts.h"
#include "core/repeated_texts.h"
#include "qc/adaptors/adaptor_config.h"
#include "sequence/packed_sequences.h"
#include "storage/measurements.h"

namespace cre {

/// N rows, K tasks. Activities are NaN where missing and may be infinite; there are no flags yet.
struct MeasuredTable : PackedMeasurements {
  std::size_t tasks = 0;                  // (K)
  PackedSequences sequences;              // (N) whole, upper case, blanks stripped
  AdaptorEnds ends;                       // constant bases around the inserts, upper case; set by cut_ends
  std::vector<std::uint8_t> has_ends;     // (N) whether the row has them; empty without ends
  RepeatedTexts cell_name;                // (N) target cell as written; empty without such a column
  std::vector<double> minimum;            // (N, columns of qc.minimum) NaN where missing
  PackedTexts exclude_text;               // (N) of qc.exclude_column; empty when there is none
  std::vector<std::int16_t> excluded_by;  // (N) first pattern of qc.exclude that matches; kNotExcluded; empty: none

  static constexpr std::int16_t kNotExcluded = -1;
  bool is_excluded(std::size_t row) const { return !excluded_by.empty() && excluded_by[row] != kNotExcluded; }
  std::size_t replicate_columns = 0;     // (R)
  std::vector<double> replicates;        // (N, R) what activities are merged from, see qc/merging/replicate_layout.h
  std::vector<std::size_t> merged_into;  // (N) row that carries the element; empty: each carries its own
  std::vector<std::string> sources;      // names of the files, levels of the first stratum; empty for a single one

  /// As in the table.
  std::string whole_sequence(std::size_t row) const { return sequences.letters(row); }
  /// Are the bases from `place` on those of `pattern`, of which N stands for any letter? False beyond the end.
  bool matches(std::size_t row, std::size_t place, std::string_view pattern) const;
  bool starts_with(std::size_t row, std::string_view pattern) const { return matches(row, 0, pattern); }
  bool ends_with(std::size_t row, std::string_view pattern) const {
    return pattern.size() <= sequences.length(row) && matches(row, sequences.length(row) - pattern.size(), pattern);
  }
  /// From now on sequence() is what lies between `constant`, in rows that have them with an insert in between.
  void cut_ends(AdaptorEnds constant);
  /// False for a row that lacks the ends that the others have.
  bool has_insert(std::size_t row) const { return has_ends.empty() || has_ends[row] != 0; }
  /// The insert: what is between `ends`; the whole sequence of a row without them.
  std::string sequence(std::size_t row) const { return sequences.letters(row, insert_begin(row), insert_length(row)); }
  std::size_t insert_begin(std::size_t row) const { return is_cut(row) ? ends.upstream.size() : 0; }
  std::size_t insert_length(std::size_t row) const {
    return sequences.length(row) - (is_cut(row) ? ends.upstream.size() + ends.downstream.size() : 0);
  }
  char insert_letter(std::size_t row, std::size_t place) const {
    return sequences.letter(row, insert_begin(row) + place);
  }
  double activity_of(std::size_t row, std::size_t task) const { return activity[row * tasks + task]; }
  double standard_error_of(std::size_t row, std::size_t task) const { return standard_error[row * tasks + task]; }
  bool is_merged_away(std::size_t row) const { return !merged_into.empty() && merged_into[row] != row; }

  /// Adds the rows of `other`, which has the same tasks and columns, and empties it.
  void append(MeasuredTable&& other);

 private:
  bool is_cut(std::size_t row) const { return !ends.empty() && has_insert(row); }
};

}  // namespace cre
