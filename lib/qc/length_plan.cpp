#include "qc/length_plan.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "qc/reading/readable_sequence.h"
#include "qc/rules/rejection.h"

namespace cre {
namespace {

using LengthCounts = std::map<std::int64_t, std::int64_t>;  // rows of each length

double median_of(const LengthCounts& counts, std::int64_t rows) {
  const auto nth = [&counts](std::int64_t n) {
    for (const auto& [length, count] : counts) {
      if (n < count) {
        return static_cast<double>(length);
      }
      n -= count;
    }
    fail(ErrorKind::internal, "the median is one of the lengths");
  };
  return (nth((rows - 1) / 2) + nth(rows / 2)) / 2.0;
}

LengthProfile profile_of(const LengthCounts& counts, std::int64_t rows) {
  LengthProfile profile;
  std::int64_t bases = 0;
  std::int64_t most = 0;
  for (const auto& [length, count] : counts) {
    bases += length * count;
    if (count >= most) {
      most = count;
      profile.mode = length;
    }
  }
  profile.mean = static_cast<double>(bases) / static_cast<double>(rows);
  profile.median = median_of(counts, rows);
  profile.min = counts.begin()->first;
  profile.max = counts.rbegin()->first;
  profile.mode_share = static_cast<double>(most) / static_cast<double>(rows);
  return profile;
}

OffLengthAction action_for(double off_fraction, const QcConfig& config) {
  switch (config.off_length) {
    case OffLength::reject:
      return OffLengthAction::reject;
    case OffLength::adjust:
      return OffLengthAction::adjust;
    case OffLength::automatic:
      return off_fraction <= config.length_outlier_fraction ? OffLengthAction::reject : OffLengthAction::adjust;
  }
  fail(ErrorKind::internal, "unknown off_length");
}

}  // namespace

LengthPlan plan_length(const MeasuredTable& table, const QcConfig& config) {
  LengthCounts counts;
  std::int64_t rows = 0;
  std::int64_t looked_at = 0;
  std::int64_t empty = 0;
  auto same = counts.end();  // of the row before: most have the same length
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.is_excluded(row)) {
      continue;
    }
    ++looked_at;
    empty += table.sequences.length(row) == 0 ? 1 : 0;
    if (!is_readable(table, row) || !table.has_insert(row)) {
      continue;
    }
    const auto length = static_cast<std::int64_t>(table.insert_length(row));
    if (same == counts.end() || same->first != length) {
      same = counts.try_emplace(length).first;
    }
    ++same->second;
    ++rows;
  }
  if (rows == 0 && !table.ends.empty()) {
    fail(ErrorKind::input, "no sequence has the ends that qc.adaptors names: upstream '", table.ends.upstream,
         "', downstream '", table.ends.downstream, "'; the first one is ", quoted_value(table.whole_sequence(0)));
  }
  if (rows == 0 || 2 * empty > looked_at) {
    fail_unreadable(config.columns.sequence, table.whole_sequence(0));
  }
  LengthPlan plan;
  plan.profile = profile_of(counts, rows);
  plan.length = config.length.value_or(plan.profile.mode);
  plan.off_fraction = static_cast<double>(rows - counts[plan.length]) / static_cast<double>(rows);
  for (const auto& [length, count] : counts) {
    plan.longer += length > plan.length ? count : 0;
    plan.shorter += length < plan.length ? count : 0;
  }
  plan.action = action_for(plan.off_fraction, config);
  return plan;
}

LengthFit fit_length(std::size_t bases, std::int64_t length) {
  const auto wanted = static_cast<std::size_t>(length);
  if (bases >= wanted) {
    return {.begin = (bases - wanted) / 2, .count = wanted};
  }
  const std::size_t before = (wanted - bases) / 2;
  return {.count = bases, .n_before = before, .n_after = wanted - bases - before};
}

}  // namespace cre
