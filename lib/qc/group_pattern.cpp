#include "qc/group_pattern.h"

#include <re2/re2.h>

#include "core/error.h"
#include "qc/compiled_pattern.h"
#include "qc/rules/rejection.h"

namespace cre {
namespace {

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

GroupPattern::GroupPattern(const std::string& expression) : compiled_(compiled_pattern(expression)) {}

std::optional<std::string> GroupPattern::find(std::string_view text) const {
  const re2::RE2& expression = *compiled_;
  const int wanted = expression.NumberOfCapturingGroups() > 0 ? 1 : 0;
  re2::StringPiece found[2];  // the whole match, group 1
  if (!expression.Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, found, wanted + 1) ||
      found[wanted].empty()) {
    return std::nullopt;
  }
  return std::string(found[wanted].data(), found[wanted].size());
}

bool GroupPattern::matches(std::string_view text) const {
  return re2::RE2::PartialMatch(piece(text), *compiled_);
}

std::string apply_group_pattern(KeptElements& elements, const QcColumns& columns) {
  if (!columns.group_pattern) {
    return "";
  }
  const GroupPattern pattern(*columns.group_pattern);
  std::size_t values = 0, unmatched = 0, example = 0;
  PackedTexts names;
  for (std::size_t row = 0; row < elements.group_name.size(); ++row) {
    const std::string_view name = elements.group_name[row];
    const std::optional<std::string> group = name.empty() ? std::nullopt : pattern.find(name);
    names.push_back(group ? *group : name);
    values += name.empty() ? 0U : 1U;
    if (!name.empty() && !group && unmatched++ == 0) {
      example = row;
    }
  }
  elements.group_name = std::move(names);
  if (unmatched == 0) {
    return "";
  }
  const std::string place = concat("qc.columns.group_pattern '", *columns.group_pattern, "'");
  const std::string where = concat(", for instance not ", quoted_value(elements.group_name[example]), " (",
                                   line_text(elements, example), ")");
  if (unmatched == values) {
    fail(ErrorKind::input, place, " matches no value of column ", *columns.group, where);
  }
  return concat(place, " matches ", values - unmatched, " of ", values, " values of column ", *columns.group, " (",
                percent_text(static_cast<double>(values - unmatched) / static_cast<double>(values)), ")", where,
                "; a value that it does not match is its own group as a whole");
}

}  // namespace cre
