// Rule: the sequence has the constant ends that (nearly) all sequences have.

#include <algorithm>

#include "core/text.h"
#include "qc/rules/rejection.h"
#include "qc/rules/rules.h"

namespace cre {

Rule adaptor_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  Rule rule{.code = "no_adaptor"};
  rule.title = "without the constant ends of the other sequences";
  rule.remedy = "qc.adaptors: keep takes the ends as part of the elements";
  rule.state = table.ends.empty() ? RuleState::off : RuleState::active;
  rule.fails = [&table](std::size_t row) { return !table.has_insert(row); };
  rule.detail = [&table](std::size_t row) {
    const std::string whole = table.whole_sequence(row);
    const std::size_t before = std::min(whole.size(), table.ends.upstream.size());
    const std::size_t after = std::min(whole.size(), table.ends.downstream.size());
    return concat("begins with ", quoted_value(whole.substr(0, before)), " and ends with ",
                  quoted_value(whole.substr(whole.size() - after)), ", not with '", table.ends.upstream, "' and '",
                  table.ends.downstream, "'");
  };
  return rule;
}

}  // namespace cre
