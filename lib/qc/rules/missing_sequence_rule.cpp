// Rule: there is a sequence.

#include "qc/rules/rules.h"

namespace cre {

Rule missing_sequence_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  Rule rule{.code = "no_sequence"};
  rule.title = "no sequence";
  rule.remedy = "check that qc.columns.sequence names the DNA sequence";
  rule.fails = [&table](std::size_t row) { return table.sequences.length(row) == 0; };
  rule.detail = [](std::size_t) { return "the sequence is missing"; };
  return rule;
}

}  // namespace cre
