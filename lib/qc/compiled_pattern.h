#pragma once
// Internal to lib/qc: regular expressions of the config.

#include <memory>
#include <string>

#include "core/config.h"
#include "core/error.h"

namespace re2 {
class RE2;
}

namespace cre {

/// In the syntax of RE2, which is that of Perl and Python without look-around and back-references. Throws config, with
/// RE2's reason, when `expression` is not a regular expression.
std::shared_ptr<const re2::RE2> compiled_pattern(const std::string& expression);

/// What is wrong with a pattern is an error of the config at `place`.
template <class Compile>
void check_pattern(Compile compile, const Place& place) {
  try {
    compile();
  } catch (const Error& error) {
    place.fail(error.what());
  }
}

}  // namespace cre
