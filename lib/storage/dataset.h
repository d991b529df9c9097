#pragma once
// dataset.h5: what networks are trained and tested on (written by cre-encode).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "storage/construct.h"
#include "storage/measured_rows.h"
#include "storage/scaler.h"

namespace cre {

/// Motif features; empty when cre-encode was given no motifs.
struct MotifFeatures {
  std::vector<std::string> names;  // (M)
  std::string digest;              // SHA-256 of the log-odds matrices: equal digests, comparable scores
  std::vector<float> threshold;    // (M) log-odds from which a motif counts as present
  std::vector<float> score;        // (N, M) largest log-odds over positions and both strands of the insert

  std::size_t count() const { return names.size(); }
};

struct Dataset {
  std::vector<std::string> tasks;  // (K)
  Construct construct;
  Scaler scaler;
  MeasuredRows measured;            // N rows, in the order of elements.h5
  std::vector<std::uint8_t> codes;  // (N, insert_length) of the insert alone
  std::vector<float> target;        // (N, K) standardized, 0 where masked
  MotifFeatures motifs;
  std::string elements_sha256, split_sha256;
  bool store_onehot = false;  // also write /onehot float32 (N, 4, insert_length) for other programs

  std::size_t rows() const { return measured.rows(); }
  std::size_t task_count() const { return tasks.size(); }
};

void save_dataset(const std::filesystem::path& file, const Dataset& dataset);
/// Does not read /onehot back. Throws integrity or io.
Dataset load_dataset(const std::filesystem::path& file);

}  // namespace cre
