// Rule: barcodes, counts or whatever else the table has reach the smallest values that are asked for.

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/text.h"
#include "qc/rules/rules.h"

namespace cre {
namespace {

double value_in(const MeasuredTable& table, const QcConfig& config, std::size_t row, std::size_t column) {
  return table.minimum[row * config.minimum.size() + column];
}

}  // namespace

Rule minimum_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  const QcConfig& config = input.config;
  Rule rule{.code = "below_minimum"};
  std::vector<std::string> wanted;
  for (const auto& [column, smallest] : config.minimum) {
    wanted.push_back(concat(column, " below ", number_text(smallest)));
  }
  rule.title = wanted.empty() ? "value below a minimum" : join(wanted, " or ");
  rule.remedy = "qc.minimum has the smallest values";
  rule.state = config.minimum.empty() ? RuleState::off : RuleState::active;
  const auto is_below = [&table, &config](std::size_t row, std::size_t column, double smallest) {
    return !(value_in(table, config, row, column) >= smallest);  // a missing value is NaN
  };
  rule.fails = [&config, is_below](std::size_t row) {
    std::size_t column = 0;
    return std::any_of(config.minimum.begin(), config.minimum.end(),
                       [&](const auto& asked) { return is_below(row, column++, asked.second); });
  };
  rule.detail = [&table, &config, is_below](std::size_t row) {
    std::vector<std::string> found;
    std::size_t column = 0;
    for (const auto& [name, smallest] : config.minimum) {
      if (is_below(row, column, smallest)) {
        const double value = value_in(table, config, row, column);
        found.push_back(concat(name, " ", std::isnan(value) ? "missing" : number_text(value), ", at least ",
                               number_text(smallest), " is asked for"));
      }
      ++column;
    }
    return join(found, ", ");
  };
  return rule;
}

}  // namespace cre
