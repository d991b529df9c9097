#include "encode/encode_config.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sequence/configured_bases.h"

namespace cre {

namespace {

constexpr double kBackgroundTolerance = 1e-6;

void check_background(const Place& place, const std::vector<double>& background) {
  if (background.empty()) {
    return;
  }
  const double sum = std::accumulate(background.begin(), background.end(), 0.0);
  const bool positive = std::all_of(background.begin(), background.end(), [](double value) { return value > 0.0; });
  if (background.size() != 4 || !positive || std::abs(sum - 1.0) > kBackgroundTolerance) {
    place.child("motif_background")
        .fail(background.size(), " frequencies with the sum ", sum,
              "; allowed: none, or four above 0 (A, C, G, T) with the sum 1");
  }
}

const Names<Outliers>& outliers_names() {
  static const Names<Outliers> names = {
      {"none", Outliers::none}, {"six_sigma", Outliers::six_sigma}, {"malinois", Outliers::malinois}};
  return names;
}

}  // namespace

const std::string& outliers_name(Outliers rule) {
  return name_of(rule, outliers_names());
}

void describe(Description& d, EncodeConfig& c) {
  d.choice<Outliers>("outliers", c.outliers, outliers_names(),
                     "Training rows that are left out because an activity is not within 6 standard deviations of the "
                     "mean of the training rows, per task; malinois: as in the published code of Malinois, where the "
                     "upper limit is 3 higher. Validation and test rows stay as they are");
  d.choice<Winsorize>(
      "winsorize", c.winsorize,
      {{"none", Winsorize::none}, {"0.001/0.999", Winsorize::permille_1}, {"0.005/0.995", Winsorize::permille_5}},
      "Clamp training targets at these quantiles of the training rows, per task; measured activities "
      "used in evaluation are never clamped");
  d.flag("store_onehot", c.store_onehot,
         "Also store float32 one-hot (N, 4, L) for other programs; creflow itself encodes on the fly");
  d.text(
      "motifs", c.motifs,
      "Motifs in the MEME format, plain or gzip, for instance config/motifs/curated64.meme; each gives a feature: its "
      "largest log-odds over all positions and both strands of the insert. null: no features");
  d.numbers("motif_background", c.motif_background, between(0.0, 1.0), between(0, 4), "",
            "Background frequencies of A, C, G, T for the log-odds; empty: those of the motif file");
  d.number("motif_pseudocount", c.motif_pseudocount, between(0.0, 1.0), "",
           "Weight of the background that is mixed into each matrix, whose own weight is 1, before the logarithm");
  d.number("motif_p_value", c.motif_p_value, {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true}, "",
           "A motif counts as present from the log-odds that a random window on one strand reaches with at most this "
           "probability");
  for (const char* name : {"motif_background", "motif_pseudocount", "motif_p_value"}) {
    d.unused_when(name, {is("motifs", {nullptr})});
  }
  d.rule([&c](const Place& place) { check_background(place, c.motif_background); });
}

void describe(Description& d, ConstructConfig& c) {
  d.text("upstream", c.upstream, "Constant bases 5' of the insert in the reporter, part of the network's input");
  d.text("downstream", c.downstream, "Constant bases 3' of the insert in the reporter, part of the network's input");
  d.choice<ReverseScope>("reverse", c.reverse, reverse_names(),
                         "What reverse complement flips: the insert between its flanks, or the whole construct");
  d.rule([&c](const Place& place) {
    check_configured_bases(place.child("upstream"), c.upstream);
    check_configured_bases(place.child("downstream"), c.downstream);
  });
}

void describe(Description& d, EncodeToolConfig& c) {
  d.section("encode", c.encode, "From elements to network input and targets");
  d.section("construct", c.construct, "The reporter around the insert; stored in datasets and models");
}

}  // namespace cre
