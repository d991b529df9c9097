#include "qc/exclusion.h"

#include <algorithm>
#include <deque>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "qc/group_pattern.h"
#include "qc/rules/rejection.h"

namespace cre {
namespace {

constexpr std::size_t kRowsPerPart = 4096;

std::int16_t first_match(const std::deque<GroupPattern>& patterns, std::string_view text) {
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].matches(text)) {
      return static_cast<std::int16_t>(i);
    }
  }
  return MeasuredTable::kNotExcluded;
}

}  // namespace

std::string_view exclude_text_of(const MeasuredTable& table, std::size_t row) {
  return table.exclude_text.empty() ? table.id[row] : table.exclude_text[row];
}

void mark_excluded(MeasuredTable& table, const QcConfig& config, unsigned threads) {
  if (config.exclude.empty()) {
    return;
  }
  std::deque<GroupPattern> patterns;  // they cannot be moved
  for (const std::string& pattern : config.exclude) {
    patterns.emplace_back(pattern);
  }
  table.excluded_by.resize(table.rows());
  parallel_for((table.rows() + kRowsPerPart - 1) / kRowsPerPart, threads, [&](std::size_t part) {
    const std::size_t end = std::min(table.rows(), (part + 1) * kRowsPerPart);
    for (std::size_t row = part * kRowsPerPart; row < end; ++row) {
      table.excluded_by[row] = first_match(patterns, exclude_text_of(table, row));
    }
  });
  if (std::find(table.excluded_by.begin(), table.excluded_by.end(), MeasuredTable::kNotExcluded) ==
      table.excluded_by.end()) {
    fail(ErrorKind::input, "qc.exclude leaves out all ", table.rows(), " rows; the first one has ",
         quoted_value(exclude_text_of(table, 0)), ", which '",
         config.exclude[static_cast<std::size_t>(table.excluded_by.front())], "' matches");
  }
}

Findings exclusion_findings(const MeasuredTable& table, const QcConfig& config) {
  std::vector<std::size_t> rows(config.exclude.size());
  for (const std::int16_t pattern : table.excluded_by) {
    if (pattern != MeasuredTable::kNotExcluded) {
      ++rows[static_cast<std::size_t>(pattern)];
    }
  }
  Findings findings;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] == 0) {
      findings.push_back(
          {"exclude_without_match",
           concat("qc.exclude '", config.exclude[i], "' matches no ", i == 0 ? "" : "further ",
                  "row; it looks at column ", config.exclude_column.value_or(config.columns.id.value_or("")),
                  ", the first has ", quoted_value(exclude_text_of(table, 0)))});
    }
  }
  return findings;
}

}  // namespace cre
