#pragma once
// Settings of cre-encode.

#include <optional>
#include <string>
#include <vector>

#include "core/config.h"
#include "storage/construct.h"

namespace cre {

/// Share of training rows clamped at either end before the scaler is fitted.
enum class Winsorize { none, permille_1, permille_5 };

/// Training rows with an activity beyond 6 standard deviations: kept or left out; malinois: as in its published code.
enum class Outliers { none, six_sigma, malinois };

struct EncodeConfig {
  Outliers outliers = Outliers::none;
  Winsorize winsorize = Winsorize::none;
  bool store_onehot = false;
  std::optional<std::string> motifs;     // path of a MEME file
  std::vector<double> motif_background;  // A, C, G, T; empty: that of the file
  double motif_pseudocount = 0.01;       // weight of the background against a weight of 1 for the matrix
  double motif_p_value = 1e-4;           // of one window on one strand
};

struct ConstructConfig {
  std::string upstream;
  std::string downstream;
  ReverseScope reverse = ReverseScope::insert;
};

struct EncodeToolConfig {
  EncodeConfig encode;
  ConstructConfig construct;
};

/// "none", "six_sigma" or "malinois".
const std::string& outliers_name(Outliers rule);

void describe(Description& d, EncodeConfig& c);
void describe(Description& d, ConstructConfig& c);
void describe(Description& d, EncodeToolConfig& c);

}  // namespace cre
