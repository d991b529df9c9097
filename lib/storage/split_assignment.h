#pragma once
// split.h5: which split and which group each element belongs to (written by cre-split).

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/names.h"
#include "storage/train_neighbour.h"

namespace cre {

/// `unused`: training rows that are left out on purpose, for learning curves.
enum class Split : std::uint8_t { train = 0, val = 1, test = 2, unused = 3 };
/// Of those that are used.
inline constexpr std::size_t kSplitCount = 3;
constexpr bool is_used(Split split) {
  return split != Split::unused;
}
/// "train", "val", "test": those that are used.
const Names<Split>& split_names();
/// One of these, or "unused".
const std::string& split_name(Split split);

/// Rows of each split; those that are unused are not counted.
std::array<std::int64_t, kSplitCount> count_splits(const std::vector<Split>& splits);

/// Row i belongs to row i of the elements file with digest `elements_sha256`.
struct SplitAssignment {
  std::vector<Split> split;                          // (N)
  std::vector<std::int64_t> group;                   // (N) group number, 0-based in order of first appearance
  std::string elements_sha256;                       // SHA-256 of the elements.h5 it was made from
  std::vector<TrainNeighbour> train_neighbour = {};  // (N) by the audit; empty in files of older versions
};

class Hdf5Writer;
class Hdf5Reader;
/// The /split dataset, shared by every artifact that has one.
void write_splits(Hdf5Writer& writer, const std::vector<Split>& splits);
std::vector<Split> read_splits(const Hdf5Reader& reader, const std::filesystem::path& file, std::uint64_t rows);
/// The /train_neighbour dataset, where it is known: of files of older versions nothing is read.
void write_train_neighbours(Hdf5Writer& writer, const std::vector<TrainNeighbour>& neighbours);
std::vector<TrainNeighbour> read_train_neighbours(const Hdf5Reader& reader, const std::filesystem::path& file,
                                                  std::uint64_t rows);

void save_split(const std::filesystem::path& file, const SplitAssignment& assignment);
SplitAssignment load_split(const std::filesystem::path& file);

}  // namespace cre
