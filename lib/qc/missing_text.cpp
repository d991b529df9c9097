#include "qc/missing_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/text.h"

namespace cre {

bool is_missing_text(std::string_view text) {
  constexpr std::array<std::string_view, 13> kWords = {"",  "na",   "nan",  "n/a",  "#n/a",    "<na>",   "-",
                                                       ".", "null", "none", "n.d.", "#div/0!", "#value!"};
  const std::string word = lower_case(strip(text));
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

}  // namespace cre
