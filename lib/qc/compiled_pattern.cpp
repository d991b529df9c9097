#include "qc/compiled_pattern.h"

#include <re2/re2.h>

#include "core/error.h"
#include "core/version.h"

namespace cre {

namespace {

// cre-qc names the library in --version and in its manifest.
[[maybe_unused]] const bool kRegistered = (register_library("re2", CRE_RE2_VERSION), true);

}  // namespace

std::shared_ptr<const re2::RE2> compiled_pattern(const std::string& expression) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_shared<const re2::RE2>(expression, options);
  if (!compiled->ok()) {
    fail(ErrorKind::config, "'", expression, "' is not a regular expression: ", compiled->error(),
         " (syntax of RE2: that of Python without look-around and back-references)");
  }
  return compiled;
}

}  // namespace cre
