#pragma once
// Settings of cre-qc for constant ends around the inserts.

#include <string>

#include "core/config.h"

namespace cre {

enum class AdaptorMode { automatic, keep, drop, given };

/// Constant bases of the sequence column before and after the insert, 5' to 3'; N stands for any base.
struct AdaptorEnds {
  std::string upstream;
  std::string downstream;
  bool empty() const { return upstream.empty() && downstream.empty(); }
};

void describe(Description& d, AdaptorEnds& c);

}  // namespace cre
