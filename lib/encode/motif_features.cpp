#include "encode/motif_features.h"

#include <algorithm>

#include "core/digest.h"
#include "core/parallel.h"
#include "sequence/meme_file.h"
#include "sequence/motif_scan.h"
#include "sequence/score_threshold.h"
#include "table/text_source.h"

namespace cre {
namespace {

std::string digest_of(const std::vector<MotifScores>& motifs) {
  Sha256 digest;
  for (const MotifScores& motif : motifs) {
    digest.update(motif.name.data(), motif.name.size() + 1);  // with the closing zero, which no name contains
    const std::uint64_t width = motif.width();
    digest.update(&width, sizeof width);
    digest.update(motif.columns.data(), motif.columns.size() * sizeof(PerCode));
  }
  return digest.hex();
}

}  // namespace

MotifSet read_motifs(const std::string& file) {
  return parse_meme(read_all(file), file);
}

MotifFeatures motif_features(const std::string& motif_file, const EncodeConfig& config,
                             const std::vector<std::uint8_t>& codes, std::size_t length, unsigned threads) {
  MotifSet set = read_motifs(motif_file);
  for (Motif& motif : set.motifs) {
    std::copy(config.motif_background.begin(), config.motif_background.end(), motif.background.begin());
  }
  const std::vector<MotifScores> motifs = log_odds(set, config.motif_pseudocount);

  MotifFeatures features;
  features.digest = digest_of(motifs);
  features.score = scan_motifs(codes, length, motifs, threads);
  features.threshold.resize(motifs.size());
  parallel_for(motifs.size(), threads, [&](std::size_t m) {
    features.threshold[m] =
        static_cast<float>(score_threshold(motifs[m], set.motifs[m].background, config.motif_p_value));
  });
  for (const MotifScores& motif : motifs) {
    features.names.push_back(motif.name);
  }
  return features;
}

}  // namespace cre
