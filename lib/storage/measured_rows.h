#pragma once
// What was measured for each row, and which split and group it is in; no network input. Shared by dataset.h5 and
// predictions.h5.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/digest.h"
#include "storage/split_assignment.h"

namespace cre {

/// N rows, K tasks; row-major.
struct MeasuredRows {
  std::vector<std::string> id;            // (N)
  bool ids_are_row_numbers = false;       // made up, because the table has none: they name nothing elsewhere
  std::vector<Sha256Digest> sequence;     // (N) sequence_digest of the insert
  std::vector<std::int64_t> line;         // (N) line in the table, header = 1
  std::vector<Split> split;               // (N)
  std::vector<std::int64_t> group;        // (N)
  std::vector<double> activity;           // (N, K) l2fc as measured (never winsorised), NaN where masked
  std::vector<double> standard_error;     // (N, K) NaN where absent
  std::vector<std::uint8_t> mask;         // (N, K)
  std::vector<float> weight;              // (N, K)
  std::vector<std::int16_t> target_cell;  // (N)
  std::vector<double> min_gap;            // (N)
  std::vector<std::uint32_t> flags;       // (N) ElementFlag

  std::size_t rows() const { return id.size(); }
};

class Hdf5Writer;
class Hdf5Reader;

void write_measured_rows(Hdf5Writer& writer, const MeasuredRows& rows, std::size_t tasks);
/// Throws integrity when anything is missing, misshapen or out of range.
MeasuredRows read_measured_rows(const Hdf5Reader& reader, const std::filesystem::path& file, std::size_t tasks);

}  // namespace cre
