#include "qc/rules/rules.h"

namespace cre {

std::vector<Rule> make_rules(const MeasuredTable& table, const QcConfig& config, const LengthPlan& plan) {
  return {missing_sequence_rule(table),
          invalid_base_rule(table, config),
          adaptor_rule(table),
          off_length_rule(table, plan),
          n_content_rule(table, config, plan),
          missing_activity_rule(table, config),
          standard_error_range_rule(table, config),
          unknown_target_cell_rule(table, config),
          standard_error_rule(table, config)};
}

}  // namespace cre
