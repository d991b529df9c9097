#include "qc/rules/rules.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace cre {
namespace {

using MakeRule = Rule (*)(const RuleInput&);

// A row is rejected with the first that fails.
constexpr std::array kRules = {
    MakeRule{exclude_rule},
    MakeRule{missing_sequence_rule},
    MakeRule{invalid_base_rule},
    MakeRule{adaptor_rule},
    MakeRule{off_length_rule},
    MakeRule{n_content_rule},
    MakeRule{minimum_rule},
    MakeRule{merged_replicate_rule},
    MakeRule{missing_activity_rule},
    MakeRule{standard_error_range_rule},
    MakeRule{unknown_target_cell_rule},
    MakeRule{standard_error_rule},
};

}  // namespace

std::vector<Rule> make_rules(const RuleInput& input) {
  std::vector<Rule> rules;
  std::transform(kRules.begin(), kRules.end(), std::back_inserter(rules), [&](MakeRule make) { return make(input); });
  return rules;
}

}  // namespace cre
