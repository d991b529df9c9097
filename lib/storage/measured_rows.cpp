#include "storage/measured_rows.h"

#include <algorithm>

#include "storage/measurement_fields.h"

namespace cre {

namespace {

void write_digests(Hdf5Writer& writer, const std::vector<Sha256Digest>& digests) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(digests.size() * sizeof(Sha256Digest));
  for (const Sha256Digest& digest : digests) {
    bytes.insert(bytes.end(), digest.begin(), digest.end());
  }
  writer.write("/sequence_sha256", bytes, {digests.size(), sizeof(Sha256Digest)});
  writer.describe("/sequence_sha256", "SHA-256 of the insert as letters ACGTN: the same element in every file");
}

std::vector<Sha256Digest> read_digests(const Hdf5Reader& reader, std::uint64_t rows) {
  std::vector<std::uint8_t> bytes;
  reader.read("/sequence_sha256", bytes, {rows, sizeof(Sha256Digest)});
  std::vector<Sha256Digest> digests(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(row * sizeof(Sha256Digest)), sizeof(Sha256Digest),
                digests[row].begin());
  }
  return digests;
}

}  // namespace

void write_measured_rows(Hdf5Writer& writer, const MeasuredRows& rows, std::size_t tasks) {
  write_measurements(writer, rows, tasks);
  write_digests(writer, rows.sequence);
  write_splits(writer, rows.split);
  writer.write("/group", rows.group, {rows.rows()});
  write_train_neighbours(writer, rows.train_neighbour);
}

MeasuredRows read_measured_rows(const Hdf5Reader& reader, const std::filesystem::path& file, std::size_t tasks) {
  MeasuredRows rows;
  static_cast<Measurements&>(rows) = read_measurements(reader, file, tasks);
  const std::uint64_t n = rows.rows();
  rows.sequence = read_digests(reader, n);
  rows.split = read_splits(reader, file, n);
  reader.read("/group", rows.group, {n});
  rows.train_neighbour = read_train_neighbours(reader, file, n);
  return rows;
}

}  // namespace cre
