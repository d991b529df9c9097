#pragma once
// The rules by which simulated sequences are active: motifs, pairs of motifs and saturation.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cre {

inline constexpr std::size_t kSimulatedTasks = 3;
using TaskValues = std::array<double, kSimulatedTasks>;
/// K562, HepG2, SKNSH: the cell types of the public table.
inline constexpr std::array<const char*, kSimulatedTasks> kSimulatedTaskNames = {"K562", "HepG2", "SKNSH"};

/// A binding site. Each match, on either strand, adds `effect` (l2fc before saturation) in each task.
struct SimulatedMotif {
  std::string name;
  std::string consensus;  // IUPAC letters, 5' to 3'
  TaskValues effect;
};

/// Two motifs that work together: each first motif with a second one `smallest_gap` to `largest_gap` bases away
/// (between their facing ends, in any order and on any strands) adds `effect`.
struct SimulatedPair {
  std::string first, second;  // names of motifs
  std::int64_t smallest_gap = 0;
  std::int64_t largest_gap = 0;
  TaskValues effect;
};

/// activity_k = basal_k + gc_slope (gc - 0.5) + ceiling tanh(sum_k / ceiling), sum_k over motif matches and pairs.
struct Grammar {
  std::vector<SimulatedMotif> motifs;
  std::vector<SimulatedPair> pairs;
  TaskValues basal;       // l2fc
  double gc_slope = 0.0;  // l2fc per unit of GC content
  double ceiling = 0.0;   // l2fc above and below basal at which the sum saturates
};

/// Consensus sites of factors known to drive the three cell types, with made-up effects.
Grammar default_grammar();

/// Where a motif stands: bases [begin, end) of the forward strand.
struct MotifMatch {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// Where the bases of a sequence are, as bits: 64 windows are compared with a motif at once.
struct BasePlaces {
  static constexpr std::size_t kWordBits = 64, kBaseSets = 16;

  explicit BasePlaces(std::span<const std::uint8_t> codes);
  /// Bit i: base `place` + i is one of `set`, in which bit c stands for code c. N is in no set.
  std::uint64_t from(std::uint8_t set, std::size_t place) const {
    const std::size_t word = place / kWordBits, shift = place % kWordBits;
    if (word + 1 >= words) {
      return 0;
    }
    const std::uint64_t* in = &bits[set * words + word];
    return in[0] >> shift | in[1] << 1U << (kWordBits - 1 - shift);
  }

  std::size_t length;               // bases
  std::size_t words;                // of a set; the last is empty
  std::vector<std::uint64_t> bits;  // (sets, words)
};

/// All matches of an IUPAC consensus on both strands in order of position; a palindromic site counts once.
std::vector<MotifMatch> find_matches(const std::string& consensus, const BasePlaces& places);

/// The noise-free activity of a sequence in each task. The same for a sequence and its reverse complement.
TaskValues true_activity(const Grammar& grammar, std::span<const std::uint8_t> codes);

}  // namespace cre
