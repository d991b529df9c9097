#include "qc/group_pattern.h"

#include <regex.h>

#include "core/error.h"

namespace cre {

struct GroupPattern::Compiled {
  regex_t expression{};
  bool valid = false;
  ~Compiled() {
    if (valid) regfree(&expression);
  }
};

GroupPattern::GroupPattern(const std::string& expression) : compiled_(std::make_unique<Compiled>()) {
  compiled_->valid = regcomp(&compiled_->expression, expression.c_str(), REG_EXTENDED) == 0;
  if (!compiled_->valid) fail(ErrorKind::config, "'", expression, "' is not a POSIX extended regular expression");
}

GroupPattern::~GroupPattern() = default;

std::string GroupPattern::find(const std::string& text) const {
  regmatch_t match{};
  if (regexec(&compiled_->expression, text.c_str(), 1, &match, 0) != 0) return text;
  return text.substr(static_cast<std::size_t>(match.rm_so), static_cast<std::size_t>(match.rm_eo - match.rm_so));
}

}  // namespace cre
