#pragma once
// Which sequences count when it is decided what all of them have in common.

#include <algorithm>
#include <string_view>

#include "sequence/base_codes.h"

namespace cre {

/// There is a sequence, and every letter of it is a base or stands for several.
inline bool is_readable(std::string_view letters) {
  return !letters.empty() &&
         std::all_of(letters.begin(), letters.end(), [](char c) { return base_code(c) != kNoBase; });
}

}  // namespace cre
