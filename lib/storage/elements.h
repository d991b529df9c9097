#pragma once
// elements.h5: the cleaned measurement table (written by cre-qc).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cre {

/// Bits of Elements::flags.
enum ElementFlag : std::uint32_t {
  kLengthAdjusted = 1U << 0U,  ///< trimmed or padded to the insert length
  kDuplicate = 1U << 1U,       ///< the same cleaned sequence occurs in another kept row
};

/// How weights of different tasks compare: as inverse variances, or each task's divided by their mean in training.
enum class WeightScale : std::uint8_t { published = 0, task = 1 };

inline constexpr std::int16_t kUnknownCell = -1;

/// N elements of L bases measured in K tasks (cell types). Row-major arrays.
struct Elements {
  std::vector<std::string> tasks;      // (K)
  std::int64_t length = 0;             // L, bases
  std::vector<std::string> id;         // (N)
  std::vector<std::int64_t> line;      // (N) line number in the table, header = 1
  std::string upstream, downstream;    // constant bases around every insert, which belong to the construct
  std::vector<std::uint8_t> codes;     // (N, L) of the inserts, A0 C1 G2 T3 N4, 5' to 3'
  std::vector<double> activity;        // (N, K) log2 fold change; NaN where masked
  std::vector<double> standard_error;  // (N, K) NaN where absent
  std::vector<std::uint8_t> mask;      // (N, K) 1 = measured
  std::vector<float> weight;           // (N, K) element weight, 1 unless weights were asked for
  WeightScale weight_scale = WeightScale::published;  // what cre-encode makes of the weights
  std::vector<std::int16_t> target_cell;              // (N) index into tasks, kUnknownCell when absent
  std::vector<double> min_gap;                        // (N) the table's MinGap column, NaN when absent
  std::vector<std::uint32_t> flags;                   // (N) ElementFlag bits
  std::vector<std::string> chromosome;                // (N) or empty when the table has no such column
  std::vector<std::string> group;                     // (N) or empty: user-given group
  std::vector<std::string> published_split;           // (N) or empty: split column of the table

  std::size_t rows() const { return id.size(); }
  std::size_t task_count() const { return tasks.size(); }
};

/// Throws io.
void save_elements(const std::filesystem::path& file, const Elements& elements);
/// Checks kind, schema version, types, shapes and value ranges. Throws integrity or io.
Elements load_elements(const std::filesystem::path& file);

}  // namespace cre
