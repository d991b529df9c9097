#include "qc/merging/replicate_agreement.h"

#include <algorithm>
#include <cmath>

#include "statistics/correlation.h"
#include "statistics/reliability.h"
#include "statistics/summary.h"
#include "statistics/undefined.h"

namespace cre {
namespace {

using Rows = std::span<const std::size_t>;

struct Pairs {
  std::vector<double> x, y;

  void add(double first, double second) {
    if (!std::isnan(first) && !std::isnan(second)) {
      x.push_back(first);
      y.push_back(second);
    }
  }
};

/// What can be used of each column, in all rows of the elements (of counts in the first); NaN else.
std::vector<std::vector<double>> usable_columns(const MeasuredTable& table, const ReplicatePlaces& places,
                                                const std::vector<Rows>& elements) {
  std::vector<std::vector<double>> out(places.columns);
  for (std::size_t column = 0; column < places.columns; ++column) {
    for (const Rows& rows : elements) {
      for (const std::size_t row : rows.first(places.dna_columns > 0 ? 1 : rows.size())) {
        out[column].push_back(usable_value(table, places, row, column).value_or(kUndefined));
      }
    }
  }
  return out;
}

double mean_defined(const std::vector<double>& matrix, std::size_t columns) {
  std::vector<double> pairs;
  for (std::size_t a = 0; a < columns; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      pairs.push_back(matrix[a * columns + b]);
    }
  }
  return mean(defined_values(pairs));
}

void compare_columns(const MeasuredTable& table, const ReplicatePlaces& places, const std::vector<Rows>& elements,
                     ReplicateAgreement& out) {
  const std::size_t columns = places.columns;
  out.n.assign(columns * columns, 0);
  out.pearson.assign(columns * columns, kUndefined);
  out.spearman.assign(columns * columns, kUndefined);
  const std::vector<std::vector<double>> values = usable_columns(table, places, elements);
  for (std::size_t a = 0; a < columns; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      Pairs pairs;
      for (std::size_t i = 0; i < values[a].size(); ++i) {
        pairs.add(values[a][i], values[b][i]);
      }
      for (const std::size_t i : {a * columns + b, b * columns + a}) {
        out.n[i] = static_cast<std::int64_t>(pairs.x.size());
        out.pearson[i] = pearson(pairs.x, pairs.y);
        out.spearman[i] = spearman(pairs.x, pairs.y);
      }
    }
  }
  out.mean_pearson = mean_defined(out.pearson, columns);
  out.mean_spearman = mean_defined(out.spearman, columns);
}

void compare_rows(const std::vector<double>& values, const std::vector<std::size_t>& start, ReplicateAgreement& out) {
  Pairs first_two;
  for (std::size_t i = 0; i + 1 < start.size(); ++i) {
    if (start[i + 1] - start[i] > 1) {
      first_two.add(values[start[i]], values[start[i] + 1]);
    }
  }
  out.elements_with_several = static_cast<std::int64_t>(first_two.x.size());
  out.first_two_pearson = pearson(first_two.x, first_two.y);
  out.first_two_spearman = spearman(first_two.x, first_two.y);
  out.intraclass = intraclass_correlation(values, start);
}

}  // namespace

std::vector<Rows> rows_of_elements(const RowGroups& groups, const std::vector<std::size_t>& kept) {
  std::vector<Rows> out;
  out.reserve(kept.size());
  std::size_t next = 0;
  for (const std::size_t& row : kept) {
    while (next < groups.count() && groups.group(next).front() < row) {
      ++next;
    }
    const bool has_more = next < groups.count() && groups.group(next).front() == row;
    out.push_back(has_more ? groups.group(next) : Rows(&row, 1));
  }
  return out;
}

ReplicateAgreement replicate_agreement(const MeasuredTable& table, const QcConfig& config, const ReplicateMerge& merge,
                                       const std::vector<std::size_t>& kept, std::size_t task) {
  const ReplicatePlaces& places = merge.places[task];
  ReplicateAgreement out;
  out.by_rows = config.replicates.rows != ReplicateRows::none && !config.tasks[task].counts.given;
  std::vector<Rows> elements;
  std::vector<double> values;
  std::vector<std::size_t> start = {0};
  double inverse_counts = 0.0;
  for (const Rows& rows : rows_of_elements(merge.groups, kept)) {
    if (!std::isfinite(table.activity_of(rows.front(), task))) {
      continue;
    }
    const std::vector<double> of_element = replicate_values(table, places, rows).value;
    elements.push_back(rows);
    values.insert(values.end(), of_element.begin(), of_element.end());
    start.push_back(values.size());
    ++out.elements_by_count[of_element.size()];
    inverse_counts += 1.0 / static_cast<double>(of_element.size());
  }
  out.count = elements.empty() ? kUndefined : static_cast<double>(elements.size()) / inverse_counts;
  compare_columns(table, places, elements, out);
  if (out.by_rows) {
    compare_rows(values, start, out);
  }
  out.single = out.by_rows ? out.intraclass : out.mean_pearson;
  out.reliability = spearman_brown(out.single, out.count);
  return out;
}

std::vector<double> replicate_reliability(const MeasuredTable& table, const QcConfig& config,
                                          const ReplicateMerge& merge, const std::vector<std::size_t>& kept) {
  std::vector<double> out;
  for (std::size_t task = 0; task < table.tasks; ++task) {
    const bool is_wanted = merge.places[task].columns > 0 && !config.tasks[task].standard_error;
    out.push_back(is_wanted ? replicate_agreement(table, config, merge, kept, task).reliability : kUndefined);
  }
  const bool none = std::all_of(out.begin(), out.end(), [](double value) { return std::isnan(value); });
  return none ? std::vector<double>() : out;
}

}  // namespace cre
