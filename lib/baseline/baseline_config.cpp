#include "baseline/baseline_config.h"

#include <algorithm>

#include "baseline/words.h"

namespace cre {

namespace {

// The matrix of their products has to be held in memory, twice: 2.3 GB.
constexpr std::size_t kMostFeatures = 12000;

void check_different(const Place& place, const char* name, const std::vector<std::int64_t>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::find(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i), values[i]) !=
        values.begin() + static_cast<std::ptrdiff_t>(i)) {
      place.child(name).item(i).fail(values[i], " is there twice");
    }
  }
}

void check_features(const Place& place, const BaselineConfig& c) {
  check_different(place, "words", c.words);
  check_different(place, "gaps", c.gaps);
  if (c.gapped_bases % 2 != 0) {
    place.child("gapped_bases")
        .fail(c.gapped_bases, " is odd; allowed: an even number, half on either side of the gap");
  }
  const std::vector<WordShape> shapes = word_shapes(c);
  std::size_t features = 0;
  for (const WordShape& shape : shapes) {
    features += canonical_words(shape.bases);
  }
  if (features > kMostFeatures) {
    place.fail("words and gaps make ", features, " features; allowed: at most ", kMostFeatures);
  }
  if (shapes.empty() && !c.gc) {
    place.child("words").fail("is empty, and so is gaps, and gc is false; at least one of them gives features");
  }
}

void check_path(const Place& place, const std::vector<double>& penalties) {
  for (std::size_t i = 1; i < penalties.size(); ++i) {
    if (!(penalties[i] > penalties[i - 1])) {
      place.child("penalties")
          .item(i)
          .fail(penalties[i], " is not above ", penalties[i - 1], " before it; penalties ascend");
    }
  }
}

}  // namespace

void describe(Description& d, BaselineConfig& c) {
  d.flag("enabled", c.enabled,
         "Fit a linear model beside the networks of the base and judge them against it; false is for the workflow "
         "alone, cre-baseline itself would have nothing to do");
  d.integers("words", c.words, between(1, 7), between(0, 7), "bases",
             "Lengths of words: each word, taken together with its reverse complement, is a feature, log(1 + how often "
             "it is in the insert)");
  d.integers(
      "gaps", c.gaps, between(1, 50), between(0, 20), "bases",
      "Further features are words of gapped_bases bases with a gap of any bases in the middle, for each of these "
      "lengths of the gap");
  d.integer("gapped_bases", c.gapped_bases, between(2, 6), "bases",
            "Known bases of a gapped word, half of them on either side of the gap");
  d.flag("gc", c.gc, "A feature more: the share of G and C");
  d.flag("motifs", c.motifs, "A feature more for each motif score of the dataset (encode.motifs), where it has any");
  d.flag("element_weights", c.element_weights,
         "Weigh training rows by the element weights of the dataset, as the loss of networks does; they are 1 without "
         "standard errors");
  d.numbers("penalties", c.penalties, between(1e-6, 1e6), {.low = 1.0, .high = 100.0}, "times the features",
            "Penalties of the squared weights, ascending, of which each task gets the one with the smallest validation "
            "error. 1: as much noise as signal, spread over all features alike");
  for (const char* name : {"words", "gaps", "gapped_bases", "gc", "motifs", "element_weights", "penalties"}) {
    d.unused_when(name, {is("enabled", {false})});
  }
  d.unused_when("gapped_bases", {is("gaps", {nlohmann::json::array()})});
  d.rule([&c](const Place& place) {
    check_features(place, c);
    check_path(place, c.penalties);
  });
}

void describe(Description& d, BaselineToolConfig& c) {
  d.section("baseline", c.baseline, "A linear model that networks should be better than");
}

}  // namespace cre
