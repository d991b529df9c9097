// Plausibility: standard errors are standard errors of the activities.

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/text.h"
#include "qc/duplicates.h"
#include "qc/plausibility/plausibility.h"
#include "qc/reports/activity_report.h"
#include "statistics/noise_ceiling.h"
#include "statistics/summary.h"

namespace cre {
namespace {

/// The column's name as words: "K562_lfcVar", "K562Var" and "k562.var" have the word var.
std::vector<std::string> words_of(const std::string& name) {
  std::vector<std::string> words(1);
  char before = '_';
  for (const char c : name) {
    const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0;
    const bool hump =
        std::isupper(static_cast<unsigned char>(c)) != 0 && std::isupper(static_cast<unsigned char>(before)) == 0;
    if (!letter || hump) {
      words.emplace_back();
    }
    if (letter) {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    before = c;
  }
  return words;
}

void add_name(const std::string& column, Findings& findings) {
  static constexpr std::array<std::string_view, 3> kDeviation = {"sd", "std", "stdev"};
  static constexpr std::array<std::string_view, 2> kVariance = {"var", "variance"};
  const auto is_any = [](const auto& names) {
    return [&names](const std::string& word) { return std::find(names.begin(), names.end(), word) != names.end(); };
  };
  const std::vector<std::string> words = words_of(column);
  const bool deviation = std::any_of(words.begin(), words.end(), is_any(kDeviation));
  const bool variance = std::any_of(words.begin(), words.end(), is_any(kVariance));
  if (!deviation && !variance) {
    return;
  }
  findings.push_back({"error_name", concat("column ", column, ": is named like a ",
                                           variance ? "variance; a standard error is its square root over that of the "
                                                      "replicates"
                                                    : "standard deviation; a standard error is smaller by the square "
                                                      "root of the replicates",
                                           "; qc expects standard errors")});
}

/// What the standard errors of a task are, without looking at what they mean.
struct ErrorFacts {
  std::size_t finite = 0;
  double first = 0.0;  // of the finite ones
  bool are_equal = true;
  bool has_wild_activity = false;
  NoiseSums noise;
};

ErrorFacts facts_of(const KeptElements& elements, std::size_t task, const PlausibilityConfig& config) {
  ErrorFacts out;
  for (std::size_t i = task; i < elements.activity.size(); i += elements.task_count()) {
    const double activity = elements.activity[i], error = elements.standard_error[i];
    out.has_wild_activity = out.has_wild_activity || std::fabs(activity) > config.largest_activity;
    out.noise.add(activity, error);
    if (std::isfinite(error)) {
      out.first = out.finite++ == 0 ? error : out.first;
      out.are_equal = out.are_equal && error == out.first;
    }
  }
  return out;
}

void add_size(const std::string& column, const ErrorFacts& facts, const PlausibilityConfig& config,
              Findings& findings) {
  if (facts.has_wild_activity) {
    return;  // their spread says nothing; another finding does
  }
  const double reliability = facts.noise.ceiling().reliability;
  const double noise_share = std::sqrt(std::max(0.0, 1.0 - reliability));
  if (reliability < 0.0) {
    findings.push_back({"errors_too_large",
                        concat("column ", column, ": the standard errors exceed the spread of the ",
                               "activities (reliability ", fixed_text(reliability, 2), "): standard deviations?")});
  } else if (noise_share < config.smallest_error_ratio) {
    findings.push_back(
        {"errors_too_small",
         concat("column ", column, ": the standard errors are ", percent_text(noise_share, 2), " of the spread of the ",
                "activities, less than any assay reaches: variances, or another ", "unit?")});
  }
}

/// Compares the errors with the spread between copies of one sequence, which says the same without them.
void add_copies(const KeptElements& elements, const RowGroups& groups, std::size_t task, const std::string& column,
                double most, Findings& findings) {
  const std::size_t tasks = elements.task_count();
  double freedom = 0, within = 0, n = 0, errors = 0;
  for (std::size_t i = 0; i < groups.count(); ++i) {
    double rows = 0, sum = 0, squares = 0, error_squares = 0;
    for (const std::size_t row : groups.group(i)) {
      const double y = elements.activity[row * tasks + task];
      const double error = elements.standard_error[row * tasks + task];
      if (std::isnan(y) || std::isnan(error)) {
        continue;
      }
      rows += 1;
      sum += y;
      squares += y * y;
      error_squares += error * error;
    }
    if (rows < 2) {
      continue;
    }
    freedom += rows - 1;
    within += squares - sum * sum / rows;
    n += rows;
    errors += error_squares;
  }
  if (freedom < static_cast<double>(kFewestRows) || within <= 0.0 || errors <= 0.0) {
    return;
  }
  const double ratio = (within / freedom) / (errors / n);
  if (ratio <= most && ratio >= 1.0 / most) {
    return;
  }
  findings.push_back(
      {"errors_and_copies",
       concat("column ", column, ": copies of one sequence differ with a variance ", fixed_text(ratio, 2),
              " times what the standard errors say (", static_cast<std::int64_t>(n), " rows): ",
              ratio > 1.0 ? "variances, or errors of technical replicates alone?" : "standard deviations?")});
}

/// Are two tasks' values the same, from `a` (N, tasks) and `b`?
bool are_equal(const PackedNumbers& a, std::size_t task_a, const PackedNumbers& b, std::size_t task_b,
               std::size_t tasks) {
  std::size_t both = 0;
  for (std::size_t row = 0; row < a.size(); row += tasks) {
    const double first = a[row + task_a], second = b[row + task_b];
    if (std::isnan(first) || std::isnan(second)) {
      continue;
    }
    if (first != second) {
      return false;
    }
    ++both;
  }
  return both >= kFewestRows;
}

}  // namespace

Findings standard_error_findings(const KeptElements& elements, const QcConfig& config) {
  const std::size_t tasks = elements.task_count();
  const RowGroups groups = copies_of_sequences(elements);
  Findings findings;
  for (std::size_t task = 0; task < tasks; ++task) {
    if (!config.tasks[task].standard_error) {
      continue;
    }
    const std::string column = config.tasks[task].standard_error->text();
    const ErrorFacts facts = facts_of(elements, task, config.plausibility);
    if (facts.finite < kFewestRows) {
      continue;
    }
    add_name(column, findings);
    if (facts.are_equal) {
      findings.push_back(
          {"constant_errors", concat("column ", column, ": all standard errors are ", facts.first, ": filled in?")});
      continue;
    }
    add_size(column, facts, config.plausibility, findings);
    add_copies(elements, groups, task, column, config.plausibility.error_disagreement, findings);
    for (std::size_t other = 0; other < tasks; ++other) {
      const bool later = other > task;
      if (are_equal(elements.standard_error, task, elements.activity, other, tasks)) {
        findings.push_back({"same_column", concat("columns ", column, " and ", config.tasks[other].activity.text(),
                                                  " hold the same values; is one of them named twice in qc.tasks?")});
      }
      if (later && are_equal(elements.standard_error, task, elements.standard_error, other, tasks)) {
        findings.push_back(
            {"same_column", concat("columns ", column, " and ", config.tasks[other].standard_error->text(),
                                   " hold the same values; is one of them named twice in qc.tasks?")});
      }
    }
  }
  return findings;
}

Findings weight_findings(const KeptElements& elements, const QcConfig& config) {
  Findings findings;
  if (!config.wants_weights() || !config.has_standard_errors()) {
    return findings;
  }
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    if (config.has_errors(task)) {
      continue;
    }
    findings.push_back({"task_without_errors", concat("task ", elements.tasks[task], " has no standard errors: its ",
                                                      "elements get the mean weight of the other tasks, ",
                                                      fixed_text(static_cast<double>(elements.weight(task)), 2))});
  }
  return findings;
}

}  // namespace cre
