#pragma once
// What was measured for each row, and which split and group it is in; no network input. Shared by dataset.h5 and
// predictions.h5.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/digest.h"
#include "storage/measurements.h"
#include "storage/split_assignment.h"

namespace cre {

/// N rows measured in K tasks.
struct MeasuredRows : Measurements {
  std::vector<Sha256Digest> sequence;                // (N) sequence_digest of the insert
  std::vector<Split> split;                          // (N)
  std::vector<std::int64_t> group;                   // (N)
  std::vector<TrainNeighbour> train_neighbour = {};  // (N) by the audit of cre-split; empty where it is not known
};

class Hdf5Writer;
class Hdf5Reader;

void write_measured_rows(Hdf5Writer& writer, const MeasuredRows& rows, std::size_t tasks);
/// Throws integrity when anything is missing, misshapen or out of range.
MeasuredRows read_measured_rows(const Hdf5Reader& reader, const std::filesystem::path& file, std::size_t tasks);

}  // namespace cre
