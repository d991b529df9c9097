#pragma once
// Binding motifs of transcription factors as position probability matrices.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cre {

/// One value for each of A, C, G, T (base codes 0-3).
using PerBase = std::array<double, 4>;

inline constexpr PerBase kUniformBases = {0.25, 0.25, 0.25, 0.25};

struct Motif {
  std::string name;                  // identifier, unique in its file
  std::string alternative_name;      // often the factor; may be empty
  std::vector<PerBase> probability;  // (w) 5' to 3'; each row sums to 1
  std::int64_t first_line = 0;       // line of the first row in its file, for messages
  PerBase background = kUniformBases;

  std::size_t width() const { return probability.size(); }
  /// Name and alternative name: "MA0035.5 GATA1".
  std::string label() const { return alternative_name.empty() ? name : name + " " + alternative_name; }
};

struct MotifSet {
  std::string file;  // where the motifs are from, for messages
  std::vector<Motif> motifs;
};

}  // namespace cre
