#pragma once
// What a model predicted for rows that it was not trained on: prediction intervals are made of it.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "storage/hdf5_file.h"

namespace cre {

/// n validation rows, K tasks; row-major, l2fc. Empty where a model has none.
struct Calibration {
  std::vector<double> measured;  // (n, K) NaN where masked
  std::vector<float> forward;    // (n, K) predicted from the strand as given
  std::vector<float> reverse;    // (n, K) from the reverse complement

  bool empty() const { return forward.empty(); }
};

/// Nothing for an empty one.
void write_calibration(Hdf5Writer& writer, const Calibration& calibration, std::uint64_t tasks);
/// Empty where the file has none; throws integrity for numbers that are not finite.
Calibration read_calibration(const Hdf5Reader& reader, const std::filesystem::path& file, std::uint64_t tasks);

}  // namespace cre
