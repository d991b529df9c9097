#include "encode/motif_features.h"

#include <algorithm>

#include "core/parallel.h"
#include "sequence/meme_file.h"
#include "sequence/motif_scan.h"
#include "sequence/score_threshold.h"
#include "table/byte_source.h"

namespace cre {

MotifFeatures motif_features(const std::string& motif_file, const EncodeConfig& config,
                             const std::vector<std::uint8_t>& codes, std::size_t length, unsigned threads) {
  const MotifSet set = parse_meme(read_all(motif_file), motif_file);
  PerBase background = set.background;
  std::copy(config.motif_background.begin(), config.motif_background.end(), background.begin());
  const std::vector<MotifScores> motifs = log_odds(set, background, config.motif_pseudocount);

  MotifFeatures features;
  features.score = scan_motifs(codes, length, motifs, threads);
  features.threshold.resize(motifs.size());
  parallel_for(motifs.size(), threads, [&](std::size_t m) {
    features.threshold[m] = static_cast<float>(score_threshold(motifs[m], background, config.motif_p_value));
  });
  for (const MotifScores& motif : motifs) {
    features.names.push_back(motif.name);
  }
  return features;
}

}  // namespace cre
