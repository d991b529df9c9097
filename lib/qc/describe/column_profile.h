#pragma once
// What the fields of one column are, whatever its name.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "qc/describe/table_sample.h"
#include "qc/plausibility/plausibility_config.h"
#include "table/missing_words.h"

namespace cre {

enum class ColumnKind { empty, sequence, number, whole_number, text };

struct CountedWord {
  std::string word;
  std::int64_t rows = 0;
};

struct ColumnProfile {
  std::string name;
  ColumnKind kind = ColumnKind::empty;
  std::int64_t rows = 0;
  std::int64_t missing = 0;                    // rows with one of the missing words
  std::vector<CountedWord> missing_words;      // the most common first; "" is an empty field
  std::vector<CountedWord> odd_words;          // what is no number in a column of numbers, or a sentinel such as -999
  std::int64_t distinct = 0;                   // different values that are not missing
  std::vector<CountedWord> common;             // of texts and whole numbers: all values when few, the most common first
  std::string example;                         // the first value
  double low = 0.0, median = 0.0, high = 0.0;  // of numbers, odd words left out
  std::int64_t negative = 0;                   // numbers below 0
  std::int64_t shortest = 0, longest = 0;      // of sequences, letters
  std::int64_t mode = 0;                       // the most common length
  double mode_share = 0.0;
  std::string letters;      // of sequences, in upper case, ascending
  bool is_rna = false;      // most sequences have the letter U
  bool lower_case = false;  // some letters of sequences are

  std::int64_t values() const { return rows - missing; }
  bool is_numeric() const { return kind == ColumnKind::number || kind == ColumnKind::whole_number; }
  /// No value is there twice, and none is missing.
  bool is_unique() const { return distinct == rows && rows > 1; }
  bool holds_few_words() const;
};

/// Values are numbers when nearly all of them are; the others are odd words then.
ColumnProfile profile_column(const TextColumn& column, const MissingWords& missing, bool decimal_commas,
                             const PlausibilityConfig& plausibility);

/// Share of the values that are not missing for which `test` holds.
template <class Test>
double share_of_values(const TextColumn& column, const MissingWords& missing, Test test) {
  std::size_t values = 0, fitting = 0;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    if (!missing.contains(column.at(row))) {
      ++values;
      fitting += test(column.at(row)) ? 1U : 0U;
    }
  }
  return values == 0 ? 0.0 : static_cast<double>(fitting) / static_cast<double>(values);
}

}  // namespace cre
