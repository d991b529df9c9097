#include "eval/eval_tables.h"

#include <cmath>

#include "core/text.h"
#include "storage/elements.h"

namespace cre {

namespace {

std::string measure_cells(const Metrics& metrics, std::size_t place) {
  std::string out;
  for (const Measure& measure : measures()) {
    if (measure.scope == MeasureScope::task) {
      const Estimate& estimate = metrics.task(measure.name, place);
      out += measure.resampled == nullptr ? concat('\t', number_cell(estimate.value)) : estimate_cells(estimate);
    }
  }
  return out;
}

std::string table_header() {
  std::string out = "task\tn";
  for (const Measure& measure : measures()) {
    if (measure.scope == MeasureScope::task) {
      out += concat('\t', measure.name);
      out += measure.resampled == nullptr ? "" : concat('\t', measure.name, "_low\t", measure.name, "_high");
    }
  }
  return out + "\tlabel\tnoise_ceiling\trelative_pearson\n";
}

}  // namespace

std::string metrics_table(const Metrics& metrics, std::size_t rows) {
  std::string out = table_header();
  for (std::size_t k = 0; k < metrics.tasks.size(); ++k) {
    out += concat(metrics.tasks[k], '\t', metrics.n[k], measure_cells(metrics, k), '\t',
                  correlation_label(metrics.task("pearson", k).value), '\t', number_cell(metrics.ceiling[k].r_max),
                  '\t', number_cell(metrics.relative_pearson[k]), '\n');
  }
  out += concat("macro\t", rows, measure_cells(metrics, metrics.layout.macro()), '\t',
                correlation_label(metrics.macro("pearson").value), "\tNA\tNA\n");
  return out;
}

std::string acceptance_tsv(const std::vector<AcceptanceRow>& table) {
  std::string out = "name\tvalue\tthreshold\tlow\tpass\ttext\n";
  for (const AcceptanceRow& row : table) {
    out += concat(row.name, '\t', number_cell(row.value), '\t', number_cell(row.threshold), '\t',
                  row.low ? number_cell(*row.low) : "NA", '\t', row.pass ? (*row.pass ? "pass" : "fail") : "NA", '\t',
                  row.text, '\n');
  }
  return out;
}

std::string scatter_table(const EvalRows& rows, std::optional<Split> split) {
  std::string out = "id\ttask\tactivity\tpredicted\ttarget_cell\tsplit\n";
  const std::string in_split = split ? split_name(*split) : "NA";
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::int16_t target = rows.target_cell[row];
    const std::string target_cell = target == kUnknownCell ? "NA" : rows.tasks[static_cast<std::size_t>(target)];
    for (std::size_t task = 0; task < rows.task_count(); ++task) {
      const TaskColumn& column = rows.task[task];
      if (std::isnan(column.activity[row])) {
        continue;
      }
      out += concat(rows.id[row], '\t', rows.tasks[task], '\t', number_text(column.activity[row]), '\t',
                    number_text(column.predicted[row]), '\t', target_cell, '\t', in_split, '\n');
    }
  }
  return out;
}

std::string min_gap_table(const EvalRows& rows, const MinGaps& gaps) {
  std::string out = "id\tmeasured\tpredicted\n";
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    if (!std::isnan(gaps.measured[row])) {
      out += concat(rows.id[row], '\t', number_text(gaps.measured[row]), '\t', number_text(gaps.predicted[row]), '\n');
    }
  }
  return out;
}

}  // namespace cre
