#pragma once
// Small elements for tests, made from letters.

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "sequence/base_codes.h"
#include "storage/elements.h"

namespace cre {

/// One element per sequence, two tasks A and B, activities 0.5 * row and -row, target cells alternating.
inline Elements example_elements(const std::vector<std::string>& sequences) {
  Elements e;
  e.tasks = {"A", "B"};
  e.length = static_cast<std::int64_t>(sequences.at(0).size());
  for (std::size_t row = 0; row < sequences.size(); ++row) {
    e.id.push_back("e" + std::to_string(row));
    e.line.push_back(static_cast<std::int64_t>(row) + 2);
    e.activity.push_back(0.5 * static_cast<double>(row));
    e.activity.push_back(-static_cast<double>(row));
    e.standard_error.insert(e.standard_error.end(), {0.1, std::numeric_limits<double>::quiet_NaN()});
    e.mask.insert(e.mask.end(), {1, 1});
    e.weight.insert(e.weight.end(), {1.0F, 1.0F});
    e.target_cell.push_back(static_cast<std::int16_t>(row % 2));
    e.min_gap.push_back(static_cast<double>(row));
    e.flags.push_back(0);
    const std::vector<std::uint8_t> codes = encode_bases(sequences[row]);
    e.codes.insert(e.codes.end(), codes.begin(), codes.end());
  }
  return e;
}

/// `count` different sequences of 8 bases: the row number in base 4.
inline std::vector<std::string> numbered_sequences(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t row = 0; row < count; ++row) {
    std::string letters;
    for (std::size_t digit = 0, rest = row; digit < 8; ++digit, rest /= 4) {
      letters += "ACGT"[rest % 4];
    }
    out.push_back(letters);
  }
  return out;
}

}  // namespace cre
