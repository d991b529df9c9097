#pragma once
// Words that stand for a missing value in a column of names.

#include <string_view>

namespace cre {

/// Is `text` empty, or a word such as NA, NaN, null or "." (in any case)? Blanks around it do not count.
bool is_missing_text(std::string_view text);

}  // namespace cre
