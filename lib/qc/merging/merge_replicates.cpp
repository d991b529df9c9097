#include "qc/merging/merge_replicates.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/first_equal.h"
#include "qc/merging/merge_values.h"
#include "qc/reading/measured_task.h"
#include "qc/rules/rejection.h"
#include "statistics/undefined.h"

namespace cre {
namespace {

bool passes_rules_before_merging(const std::vector<Rule>& rules, std::size_t row) {
  for (const Rule& rule : rules) {
    if (std::string_view(rule.code) == kMergedReplicate) {
      break;
    }
    if (rule.state == RuleState::active && rule.fails(row)) {
      return false;
    }
  }
  return true;
}

RowGroups groups_of(const MeasuredTable& table, const QcConfig& config, const std::vector<Rule>& rules) {
  if (config.replicates.rows == ReplicateRows::none) {
    return {};
  }
  std::vector<std::size_t> candidates;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (passes_rules_before_merging(rules, row)) {
      candidates.push_back(row);
    }
  }
  if (config.replicates.rows == ReplicateRows::id) {
    return rows_of_equal_keys(
        candidates, [&](std::size_t row) { return quick_hash(table.id[row]); },
        [&](std::size_t a, std::size_t b) { return table.id[a] == table.id[b]; });
  }
  return rows_of_equal_keys(
      candidates, [&](std::size_t row) { return quick_hash(table.sequence(row)); },
      [&](std::size_t a, std::size_t b) { return table.sequence(a) == table.sequence(b); });
}

void mark_merged_rows(MeasuredTable& table, const RowGroups& groups) {
  table.merged_into.resize(table.rows());
  std::iota(table.merged_into.begin(), table.merged_into.end(), std::size_t{0});
  for (std::size_t i = 0; i < groups.count(); ++i) {
    for (const std::size_t row : groups.group(i)) {
      table.merged_into[row] = groups.group(i).front();
    }
  }
}

void set_merged(MeasuredTable& table, const QcConfig& config, std::size_t task, const ReplicatePlaces& places,
                std::span<const std::size_t> rows) {
  const ReplicateValues values = replicate_values(table, places, rows);
  const std::size_t place = rows.front() * table.tasks + task;
  table.activity.forget(place);
  table.standard_error.forget(place);
  if (values.value.empty() || static_cast<std::int64_t>(values.value.size()) < config.replicates.minimum) {
    return;
  }
  const MergedValue merged = merge_values(values.value, values.error, config.replicates.merge);
  table.activity.set(place, merged.value);
  table.standard_error.set(place,
                           places.has_errors ? merged.error : error_by_spread(values.value, config.replicates.merge));
}

std::int64_t unusable_values(const MeasuredTable& table, const ReplicatePlaces& places) {
  std::int64_t count = 0;
  for (std::size_t row = 0; places.has_errors && row < table.rows(); ++row) {
    const double* values = table.replicates.data() + row * table.replicate_columns;
    for (std::size_t i = 0; i < places.columns; ++i) {
      count += std::isfinite(values[places.activity + i]) && !is_possible_error(values[places.error + i]) ? 1 : 0;
    }
  }
  return count;
}

}  // namespace

std::optional<double> usable_value(const MeasuredTable& table, const ReplicatePlaces& places, std::size_t row,
                                   std::size_t column) {
  const double* values = table.replicates.data() + row * table.replicate_columns;
  const double value = values[places.activity + column];
  const bool is_usable =
      std::isfinite(value) && (!places.has_errors || is_possible_error(values[places.error + column]));
  return is_usable ? std::optional(value) : std::nullopt;
}

ReplicateValues replicate_values(const MeasuredTable& table, const ReplicatePlaces& places,
                                 std::span<const std::size_t> rows) {
  ReplicateValues out;
  for (const std::size_t row : rows.first(places.dna_columns > 0 ? 1 : rows.size())) {
    const double* errors = table.replicates.data() + row * table.replicate_columns + places.error;
    for (std::size_t column = 0; column < places.columns; ++column) {
      if (const std::optional<double> value = usable_value(table, places, row, column)) {
        out.value.push_back(*value);
        out.error.push_back(places.has_errors ? errors[column] : kUndefined);
      }
    }
  }
  return out;
}

ReplicateMerge merge_replicates(MeasuredTable& table, const QcConfig& config, const std::vector<Rule>& rules,
                                const std::string& file) {
  ReplicateMerge out{replicate_places(config), groups_of(table, config, rules), {}, {}};
  if (config.replicates.rows != ReplicateRows::none) {
    mark_merged_rows(table, out.groups);
  }
  for (std::size_t task = 0; task < table.tasks; ++task) {
    const ReplicatePlaces& places = out.places[task];
    out.counts.push_back(places.dna_columns > 0 ? counts_to_ratios(table, config, task, places, out.groups, file)
                                                : CountFacts());
    out.unusable.push_back(unusable_values(table, places));
    if (places.columns == 0) {
      continue;
    }
    for (std::size_t row = 0; row < table.rows(); ++row) {
      set_merged(table, config, task, places, std::span(&row, 1));
    }
    for (std::size_t i = 0; i < out.groups.count(); ++i) {
      set_merged(table, config, task, places, out.groups.group(i));
    }
  }
  return out;
}

}  // namespace cre
