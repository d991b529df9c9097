#include "qc/rules/apply_rules.h"

#include <algorithm>
#include <bit>

#include "core/error.h"
#include "core/parallel.h"

namespace cre {
namespace {

constexpr std::size_t kRowsPerChunk = 4096;
constexpr std::size_t kMostRules = 32;

std::uint32_t failed_rules(const std::vector<Rule>& rules, std::size_t row) {
  std::uint32_t failed = 0;
  for (std::size_t r = 0; r < rules.size(); ++r) {
    if (rules[r].state == RuleState::active && rules[r].fails(row)) {
      failed |= std::uint32_t{1} << r;
    }
  }
  return failed;
}

}  // namespace

RuleOutcome apply_rules(const std::vector<Rule>& rules, const MeasuredTable& table, unsigned threads) {
  require(rules.size() <= kMostRules, "a row's failed rules fit 32 bits");
  RuleOutcome outcome;
  outcome.counts.resize(rules.size());
  outcome.failed.resize(table.rows());
  parallel_for((table.rows() + kRowsPerChunk - 1) / kRowsPerChunk, threads, [&](std::size_t chunk) {
    const std::size_t end = std::min(table.rows(), (chunk + 1) * kRowsPerChunk);
    for (std::size_t row = chunk * kRowsPerChunk; row < end; ++row) {
      outcome.failed[row] = failed_rules(rules, row);
    }
  });
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::uint32_t failed = outcome.failed[row];
    if (failed == 0) {
      outcome.kept.push_back(row);
      continue;
    }
    for (std::size_t r = 0; r < rules.size(); ++r) {
      outcome.counts[r].alone += static_cast<std::int64_t>(failed >> r & 1);
    }
    const auto first = static_cast<std::size_t>(std::countr_zero(failed));
    ++outcome.counts[first].sequential;
  }
  return outcome;
}

Rejections rejections_by(const std::vector<Rule>& rules, const MeasuredTable& table, const RuleOutcome& outcome) {
  Rejections out;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (outcome.failed[row] != 0) {
      const Rule& rule = rules[static_cast<std::size_t>(std::countr_zero(outcome.failed[row]))];
      out.add({table.line[row], std::string(table.id[row]), rule.code, rule.detail(row), source_of(table, row)});
    }
  }
  return out;
}

}  // namespace cre
