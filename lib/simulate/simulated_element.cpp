#include "simulate/simulated_element.h"

#include <algorithm>
#include <string_view>

#include "core/error.h"
#include "sequence/base_codes.h"
#include "sequence/reverse_complement.h"

namespace cre {
namespace {

using Codes = std::vector<std::uint8_t>;

constexpr double kMeanGc = 0.47, kGcSpread = 0.09, kLowestGc = 0.25, kHighestGc = 0.75;
constexpr double kPairShare = 0.35;       // elements that carry the target cell's pair of motifs
constexpr double kAnyMotifWeight = 0.15;  // chance of a motif without effect in the target cell, next to its effect
constexpr int kPlacementTries = 20;

std::string_view letters_of(char iupac) {
  switch (iupac) {
    case 'W':
      return "AT";
    case 'S':
      return "CG";
    case 'R':
      return "AG";
    case 'Y':
      return "CT";
    case 'K':
      return "GT";
    case 'M':
      return "AC";
    case 'N':
      return "ACGT";
    case 'A':
      return "A";
    case 'C':
      return "C";
    case 'G':
      return "G";
    case 'T':
      return "T";
    default:
      fail(ErrorKind::internal, "no rule to draw a base for ", iupac);
  }
}

Codes draw_site(const std::string& consensus, RandomStream& random) {
  Codes site;
  for (const char iupac : consensus) {
    const std::string_view letters = letters_of(iupac);
    site.push_back(base_code(letters[random.below(letters.size())]));
  }
  return random.below(2) == 0 ? site : reverse_complement(site);
}

Codes draw_background(std::int64_t length, RandomStream& random) {
  const double gc = std::clamp(kMeanGc + kGcSpread * random.normal(), kLowestGc, kHighestGc);
  Codes codes(static_cast<std::size_t>(length));
  std::vector<std::uint32_t> words(4 * codes.size());  // two draws a base
  random.fill(words);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::uint32_t* drawn = &words[4 * i];
    const bool strong = uniform_of(drawn[0] | std::uint64_t{drawn[1]} << 32U) < gc;
    const bool second = drawn[3] >> 31U == 1;
    codes[i] = strong ? (second ? kBaseG : kBaseC) : (second ? kBaseT : kBaseA);
  }
  return codes;
}

// Remembers which bases are taken, so that planted motifs never overwrite each other.
class Planter {
 public:
  explicit Planter(Codes& codes) : codes_(codes), taken_(codes.size(), false) {}

  // Puts the sites side by side with `gap` bases between them at a free place; gives up after some tries.
  void plant(const Codes& first, std::int64_t gap, const Codes& second, RandomStream& random) {
    const std::size_t span = first.size() + static_cast<std::size_t>(gap) + second.size();
    if (span > codes_.size()) {
      return;
    }
    for (int attempt = 0; attempt < kPlacementTries; ++attempt) {
      const auto begin = static_cast<std::ptrdiff_t>(random.below(codes_.size() - span + 1));
      const auto end = begin + static_cast<std::ptrdiff_t>(span);
      if (std::find(taken_.begin() + begin, taken_.begin() + end, true) != taken_.begin() + end) {
        continue;
      }
      std::copy(first.begin(), first.end(), codes_.begin() + begin);
      std::copy(second.begin(), second.end(), codes_.begin() + end - static_cast<std::ptrdiff_t>(second.size()));
      std::fill(taken_.begin() + begin, taken_.begin() + end, true);
      return;
    }
  }

 private:
  Codes& codes_;
  std::vector<bool> taken_;
};

const SimulatedMotif& draw_motif(const Grammar& grammar, std::size_t target, RandomStream& random) {
  const auto weight = [target](const SimulatedMotif& motif) {
    return kAnyMotifWeight + std::max(0.0, motif.effect[target]);
  };
  double total = 0.0;
  for (const SimulatedMotif& motif : grammar.motifs) {
    total += weight(motif);
  }
  double left = random.uniform() * total;
  for (const SimulatedMotif& motif : grammar.motifs) {
    left -= weight(motif);
    if (left < 0.0) {
      return motif;
    }
  }
  return grammar.motifs.back();
}

const std::string& consensus_of(const Grammar& grammar, const std::string& name) {
  const auto found = std::find_if(grammar.motifs.begin(), grammar.motifs.end(),
                                  [&](const SimulatedMotif& motif) { return motif.name == name; });
  require(found != grammar.motifs.end(), "a pair names motifs of the grammar");
  return found->consensus;
}

// Gaps reach to twice the largest that works: spacing, not mere presence, decides.
void plant_pair(const Grammar& grammar, std::size_t target, Planter& planter, RandomStream& random) {
  for (const SimulatedPair& pair : grammar.pairs) {
    if (pair.effect[target] <= 0.0) {
      continue;
    }
    Codes first = draw_site(consensus_of(grammar, pair.first), random);
    Codes second = draw_site(consensus_of(grammar, pair.second), random);
    const auto choices = static_cast<std::uint64_t>(2 * pair.largest_gap - pair.smallest_gap + 1);
    const std::int64_t gap = pair.smallest_gap + static_cast<std::int64_t>(random.below(choices));
    if (random.below(2) == 1) {
      std::swap(first, second);
    }
    planter.plant(first, gap, second, random);
  }
}

}  // namespace

RandomStream row_stream(const SimulateConfig& config, std::int64_t row, RowDraw draw) {
  return RandomStream(RandomPurpose::simulation, static_cast<std::uint64_t>(config.seed),
                      static_cast<std::uint64_t>(row), static_cast<std::uint32_t>(draw));
}

SimulatedElement draw_element(const Grammar& grammar, const SimulateConfig& config, std::int64_t row) {
  RandomStream random = row_stream(config, row, RowDraw::element);
  SimulatedElement element;
  element.target = random.below(kSimulatedTasks);
  element.codes = draw_background(config.length, random);
  Planter planter(element.codes);
  if (random.uniform() < kPairShare) {
    plant_pair(grammar, element.target, planter, random);
  }
  const std::uint64_t count = random.below(2 * static_cast<std::uint64_t>(config.motifs) + 1);
  for (std::uint64_t i = 0; i < count; ++i) {
    const SimulatedMotif& motif = draw_motif(grammar, element.target, random);
    planter.plant(draw_site(motif.consensus, random), 0, {}, random);
  }
  return element;
}

std::vector<std::uint8_t> near_duplicate(const std::vector<std::uint8_t>& codes, RandomStream& random) {
  std::vector<std::uint8_t> copy = codes;
  const std::uint64_t first = random.below(codes.size());
  const std::uint64_t other = random.below(codes.size() - 1);
  const auto substitute = [&](std::uint64_t position) {
    copy[position] = static_cast<std::uint8_t>((copy[position] + 1 + random.below(3)) % 4);
  };
  substitute(first);
  if (random.below(2) == 1) {
    substitute(other < first ? other : other + 1);
  }
  return copy;
}

}  // namespace cre
