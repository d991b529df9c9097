#pragma once
// Settings of cre-encode.

#include <string>

#include "core/config.h"
#include "storage/construct.h"

namespace cre {

/// Share of training rows clamped at either end before the scaler is fitted.
enum class Winsorize { none, permille_1, permille_5 };

struct EncodeConfig {
  Winsorize winsorize = Winsorize::none;
  bool store_onehot = false;
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

void describe(Description& d, EncodeConfig& c);
void describe(Description& d, ConstructConfig& c);
void describe(Description& d, EncodeToolConfig& c);

}  // namespace cre
