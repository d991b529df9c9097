#pragma once
// Small datasets for tests of the baseline.

#include <cstdint>
#include <string>
#include <vector>

#include "encode/encode_stage.h"
#include "example_elements.h"

namespace cre {

/// Encoded inserts of equal length with activities (N, K), in the splits that `splits` has a letter for: t, v, or -
/// for test.
inline Dataset small_dataset(const std::vector<std::string>& sequences, const std::string& splits,
                             const std::vector<double>& activities) {
  Elements elements = example_elements(sequences);
  const std::size_t tasks = activities.size() / sequences.size();
  elements.tasks.resize(tasks);
  for (std::size_t task = 0; task < tasks; ++task) {
    elements.tasks[task] = std::string(1, static_cast<char>('A' + task));
  }
  elements.activity = activities;
  elements.standard_error.assign(activities.size(), 0.1);
  elements.mask.assign(activities.size(), 1);
  elements.weight.assign(activities.size(), 1.0F);
  elements.target_cell.assign(sequences.size(), -1);
  SplitAssignment assignment;
  for (const char letter : splits) {
    assignment.split.push_back(letter == 't' ? Split::train : letter == 'v' ? Split::val : Split::test);
    assignment.group.push_back(static_cast<std::int64_t>(assignment.group.size()));
  }
  return encode(elements, assignment, EncodeToolConfig{});
}

/// A reproducible sequence of bases, different for each number.
inline std::string scrambled_sequence(std::uint64_t number, std::size_t length) {
  std::string letters;
  std::uint64_t state = number * 0x9E3779B97F4A7C15U + 1;
  for (std::size_t i = 0; i < length; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    letters += "ACGT"[state >> 62U];
  }
  return letters;
}

}  // namespace cre
