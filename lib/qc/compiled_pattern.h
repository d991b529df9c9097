#pragma once
// Internal to lib/qc: regular expressions of the config.

#include <memory>
#include <string>

namespace re2 {
class RE2;
}

namespace cre {

/// In the syntax of RE2, which is that of Perl and Python without look-around and back-references. Throws config, with
/// RE2's reason, when `expression` is not a regular expression.
std::shared_ptr<const re2::RE2> compiled_pattern(const std::string& expression);

}  // namespace cre
