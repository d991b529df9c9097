#pragma once
// Internal to lib/storage: measurements in an HDF5 file, the same in elements, dataset and predictions.

#include <filesystem>

#include "storage/hdf5_file.h"
#include "storage/measurements.h"

namespace cre {

/// Number of rows of an artifact: the length of /id. Throws integrity when it is no list.
std::uint64_t stored_rows(const Hdf5Reader& reader);
/// Number of texts in a list dataset.
std::uint64_t stored_count(const Hdf5Reader& reader, const std::string& name);

void write_measurements(Hdf5Writer& writer, const Measurements& measurements, std::size_t tasks);
void write_measurements(Hdf5Writer& writer, const PackedMeasurements& measurements, std::size_t tasks,
                        const ValueWeights& weights);
/// Throws integrity when anything is missing, misshapen or out of range.
Measurements read_measurements(const Hdf5Reader& reader, const std::filesystem::path& file, std::size_t tasks);

}  // namespace cre
