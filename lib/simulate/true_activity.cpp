// The noise-free activity of a simulated element.

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "sequence/gc_content.h"
#include "simulate/motif_grammar.h"

namespace cre {
namespace {

using MatchesOfMotif = std::vector<std::vector<MotifMatch>>;

const std::vector<MotifMatch>& matches_of(const std::string& name, const Grammar& grammar,
                                          const MatchesOfMotif& matches) {
  for (std::size_t i = 0; i < grammar.motifs.size(); ++i) {
    if (grammar.motifs[i].name == name) {
      return matches[i];
    }
  }
  fail(ErrorKind::internal, "a pair names the unknown motif ", name);
}

// Bases between the facing ends; negative when the two overlap.
std::int64_t gap_between(const MotifMatch& a, const MotifMatch& b) {
  return std::max(a.begin, b.begin) - std::min(a.end, b.end);
}

std::int64_t count_pairs(const SimulatedPair& pair, const Grammar& grammar, const MatchesOfMotif& matches) {
  const auto& partners = matches_of(pair.second, grammar, matches);
  const auto& firsts = matches_of(pair.first, grammar, matches);
  return std::count_if(firsts.begin(), firsts.end(), [&](const MotifMatch& first) {
    return std::any_of(partners.begin(), partners.end(), [&](const MotifMatch& partner) {
      const std::int64_t gap = gap_between(first, partner);
      return gap >= pair.smallest_gap && gap <= pair.largest_gap;
    });
  });
}

void add_effect(TaskValues& sum, const TaskValues& effect, std::int64_t times) {
  for (std::size_t task = 0; task < kSimulatedTasks; ++task) {
    sum[task] += effect[task] * static_cast<double>(times);
  }
}

}  // namespace

TaskValues true_activity(const Grammar& grammar, std::span<const std::uint8_t> codes) {
  const BasePlaces places(codes);
  MatchesOfMotif matches;
  TaskValues sum{};
  for (const SimulatedMotif& motif : grammar.motifs) {
    matches.push_back(find_matches(motif.consensus, places));
    add_effect(sum, motif.effect, static_cast<std::int64_t>(matches.back().size()));
  }
  for (const SimulatedPair& pair : grammar.pairs) {
    add_effect(sum, pair.effect, count_pairs(pair, grammar, matches));
  }
  const double gc = gc_content(codes);
  TaskValues activity{};
  for (std::size_t task = 0; task < kSimulatedTasks; ++task) {
    activity[task] =
        grammar.basal[task] + grammar.gc_slope * (gc - 0.5) + grammar.ceiling * std::tanh(sum[task] / grammar.ceiling);
  }
  return activity;
}

}  // namespace cre
