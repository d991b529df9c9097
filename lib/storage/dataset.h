#pragma once
// dataset.h5: what networks are trained and tested on (written by cre-encode).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "storage/construct.h"
#include "storage/scaler.h"
#include "storage/split_assignment.h"

namespace cre {

/// The rows of an evaluation that are no network input; shared by Dataset and Predictions. N rows, K tasks.
struct MeasuredRows {
  std::vector<std::string> id;            // (N)
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

struct Dataset {
  std::vector<std::string> tasks;   // (K)
  Construct construct;
  Scaler scaler;
  MeasuredRows measured;            // N rows, in the order of elements.h5
  std::vector<std::uint8_t> codes;  // (N, insert_length) of the insert alone
  std::vector<float> target;        // (N, K) standardized, 0 where masked
  std::string elements_sha256, split_sha256;
  bool store_onehot = false;        // also write /onehot float32 (N, 4, insert_length) for other programs

  std::size_t rows() const { return measured.rows(); }
  std::size_t task_count() const { return tasks.size(); }
};

void save_dataset(const std::filesystem::path& file, const Dataset& dataset);
/// Does not read /onehot back. Throws integrity or io.
Dataset load_dataset(const std::filesystem::path& file);

class Hdf5Writer;
class Hdf5Reader;
void write_measured_rows(Hdf5Writer& writer, const MeasuredRows& rows, std::size_t tasks);
MeasuredRows read_measured_rows(const Hdf5Reader& reader, std::size_t tasks);

}  // namespace cre
