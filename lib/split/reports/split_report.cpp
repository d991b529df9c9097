#include "split/reports/split_report.h"

#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "core/json_text.h"
#include "core/text.h"
#include "sequence/sequence_digest.h"
#include "split/audit/audit_report.h"
#include "split/reports/balance.h"
#include "split/reports/split_series.h"
#include "split/strategies/random_split.h"
#include "statistics/ks_distance.h"
#include "statistics/summary.h"
#include "storage/row_cells.h"

namespace cre {

namespace {

using Json = nlohmann::json;

Json describe_series(const std::vector<double>& ascending) {
  const Summary summary = summarize(ascending);
  Json percentiles = Json::object();
  for (const double percent : {1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0}) {
    percentiles[number_text(percent)] = number_or_null(percentile_of_sorted(ascending, percent));
  }
  return {{"n", summary.n},
          {"mean", number_or_null(summary.mean)},
          {"sd", number_or_null(summary.sd)},
          {"percentiles", percentiles}};
}

Json distances(const SplitSeries& series) {
  return {{"train_val", number_or_null(ks_distance(series[0], series[1]))},
          {"train_test", number_or_null(ks_distance(series[0], series[2]))}};
}

std::string cell_name(const Elements& elements, std::int16_t cell) {
  return cell == kUnknownCell ? "unknown" : elements.tasks[static_cast<std::size_t>(cell)];
}

Json size_and_cells(const Elements& elements, const SplitAssignment& assignment, Split split) {
  std::map<std::string, double> cells;
  std::set<std::int64_t> groups;
  std::size_t rows = 0;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    if (assignment.split[row] == split) {
      ++rows;
      cells[cell_name(elements, elements.target_cell[row])] += 1.0;
      groups.insert(assignment.group[row]);
    }
  }
  for (auto& entry : cells) {
    entry.second /= static_cast<double>(rows);
  }
  return {{"rows", rows},
          {"groups", groups.size()},
          {"fraction", static_cast<double>(rows) / static_cast<double>(elements.rows())},
          {"target_cell", cells}};
}

/// Shares of the levels among the rows of a split, by stratum.
Json stratum_shares(const std::vector<Stratum>& strata, const SplitAssignment& assignment, Split split) {
  Json out = Json::object();
  for (const Stratum& stratum : strata) {
    std::map<std::string, double> shares;
    double rows = 0.0;
    for (std::size_t row = 0; row < assignment.split.size(); ++row) {
      if (assignment.split[row] == split) {
        const std::int16_t level = stratum.level[row];
        shares[level == kNoLevel ? "unknown" : stratum.levels[static_cast<std::size_t>(level)]] += 1.0;
        rows += 1.0;
      }
    }
    for (auto& entry : shares) {
      entry.second /= rows;
    }
    out[stratum.name] = shares;
  }
  return out;
}

/// With the levels that are shown.
std::vector<Stratum> shown_strata(const Elements& elements) {
  std::vector<Stratum> out;
  for (const Stratum& stratum : elements.strata) {
    out.push_back(few_levels(stratum, kShownLevels));
  }
  return out;
}

Json largest_groups(const SplitAssignment& assignment) {
  std::map<std::int64_t, std::int64_t> rows;
  std::map<std::int64_t, Split> split;
  for (std::size_t row = 0; row < assignment.group.size(); ++row) {
    ++rows[assignment.group[row]];
    split[assignment.group[row]] = assignment.split[row];
  }
  std::vector<std::pair<std::int64_t, std::int64_t>> order(rows.begin(), rows.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  constexpr std::size_t kShown = 10;
  Json out = Json::array();
  for (std::size_t i = 0; i < std::min(kShown, order.size()); ++i) {
    out.push_back(
        {{"group", order[i].first}, {"rows", order[i].second}, {"split", split_name(split.at(order[i].first))}});
  }
  return out;
}

}  // namespace

Json split_report(const Elements& elements, const SplitAssignment& assignment, const SplitConfig& config,
                  const SplitSummary& summary) {
  Json splits = Json::object();
  const std::vector<Stratum> strata = shown_strata(elements);
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    const auto split = static_cast<Split>(s);
    splits[split_name(split)] = size_and_cells(elements, assignment, split);
    splits[split_name(split)]["strata"] = stratum_shares(strata, assignment, split);
  }
  Json ks = Json::object(), histograms = Json::object(), balance = Json::array(), errors = Json::array();
  const std::size_t tasks = elements.task_count();
  for (std::size_t k = 0; k < tasks; ++k) {
    const SplitSeries activity = ascending_by_split(elements.activity, tasks, k, assignment.split);
    const SplitSeries error = ascending_by_split(elements.standard_error, tasks, k, assignment.split);
    for (std::size_t s = 0; s < kSplitCount; ++s) {
      Json& split = splits[split_name(static_cast<Split>(s))];
      split["tasks"][elements.tasks[k]] = describe_series(activity.at(s));
      split["standard_error"][elements.tasks[k]] = describe_series(error.at(s));
    }
    add_balance(balance, elements.tasks[k], activity);
    add_balance(errors, "standard error of " + elements.tasks[k], error);
    ks[elements.tasks[k]] = distances(activity);
    ks[elements.tasks[k]]["standard_error"] = distances(error);
    histograms["tasks"][elements.tasks[k]] = {{"activity", histogram_by_split(activity)},
                                              {"standard_error", histogram_by_split(error)}};
  }
  const SplitSeries gaps = ascending_by_split(elements.min_gap, 1, 0, assignment.split);
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    splits[split_name(static_cast<Split>(s))]["min_gap"] = describe_series(gaps.at(s));
  }
  histograms["min_gap"] = histogram_by_split(gaps);
  balance.insert(balance.end(), errors.begin(), errors.end());
  add_balance(balance, "MinGap", gaps);
  add_balance_of_rows(balance, elements, assignment.split);

  Json deviation;
  if (summary.deviation) {
    deviation = {
        {"size", summary.deviation->size}, {"shares", summary.deviation->shares}, {"tolerance", config.tolerance}};
  }
  Json group_by = Json::array();
  for (const GroupBy kind : config.grouped_by()) {
    group_by.push_back(group_by_name(kind));
  }
  return {{"seed", config.seed},
          {"strategy", strategy_name(config.strategy)},
          {"group_by", group_by},
          {"both_strands", config.both_strands},
          {"rows", elements.rows()},
          {"splits", splits},
          {"balance", balance},
          {"largest_groups", largest_groups(assignment)},
          {"deviation", deviation},
          {"crossing_sequences", summary.crossing_sequences},
          {"histograms", histograms},
          {"ks", ks},
          {"min_gap_ks", distances(gaps)},
          {"warnings", summary.warnings}};
}

std::string rows_table(const Elements& elements, const SplitAssignment& assignment,
                       const std::vector<std::int64_t>& neighbour_row, unsigned threads) {
  const std::vector<Sha256Digest> digests =
      sequence_digests(elements.codes, static_cast<std::size_t>(elements.length), threads);
  std::vector<std::string> headings = {
      "id", "line", "split", "group", "sequence_sha256", "flags", "train_neighbour", "neighbour_id"};
  const std::vector<std::string> facts = fact_headings(elements, headings);
  headings.insert(headings.end(), facts.begin(), facts.end());
  std::string out = join(headings, "\t") + "\n";
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    out += concat(elements.id[row], '\t', elements.line[row], '\t', split_name(assignment.split[row]), '\t',
                  assignment.group[row], '\t', hex_text(digests[row]), '\t', elements.flags[row], '\t',
                  neighbour_cells(assignment.train_neighbour[row], neighbour_row[row], elements),
                  fact_cells(elements, row), '\n');
  }
  return out;
}

}  // namespace cre
