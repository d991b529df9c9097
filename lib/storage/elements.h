#pragma once
// elements.h5: the cleaned measurement table (written by cre-qc).

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "storage/measurements.h"

namespace cre {

/// How weights of different tasks compare: as inverse variances, or each task's divided by their mean in training.
enum class WeightScale : std::uint8_t { published = 0, task = 1 };

/// What is known of all elements of a table.
struct ElementHeader {
  std::vector<std::string> tasks;                     // (K)
  std::int64_t length = 0;                            // L, bases
  std::string upstream, downstream;                   // constant bases around every insert: part of the construct
  WeightScale weight_scale = WeightScale::published;  // what cre-encode makes of the weights

  std::size_t task_count() const { return tasks.size(); }
};

/// N elements of L bases measured in K tasks (cell types).
struct Elements : Measurements, ElementHeader {
  std::vector<std::uint8_t> codes;  // (N, L) of the inserts, A0 C1 G2 T3 N4, 5' to 3'
};

/// The same in little memory, but for the bases.
struct PackedElements : PackedMeasurements, ElementHeader {};

/// Writes the codes (L) of a row.
using RowCodes = std::function<void(std::size_t row, std::span<std::uint8_t> codes)>;

/// Asks for codes and weights from the first row to the last, so that they need not be there at once. Returns the
/// file's SHA-256. Throws io.
std::string save_elements(const std::filesystem::path& file, const PackedElements& elements, const RowCodes& codes_of,
                          const ValueWeights& weights);
void save_elements(const std::filesystem::path& file, const Elements& elements);
/// Checks kind, schema version, types, shapes and value ranges. Throws integrity or io.
Elements load_elements(const std::filesystem::path& file);

}  // namespace cre
