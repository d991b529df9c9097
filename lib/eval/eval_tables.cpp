#include "eval/eval_tables.h"

#include <cmath>

#include "core/text.h"
#include "storage/elements.h"

namespace cre {

namespace {

std::string cell(double value) {
  return std::isnan(value) ? "NA" : number_text(value);
}

std::string estimate_cells(const Estimate& estimate) {
  return concat('\t', cell(estimate.value), '\t', cell(estimate.interval.low), '\t', cell(estimate.interval.high));
}

std::string metric_cells(const MetricEstimates& metrics) {
  return concat(estimate_cells(metrics.pearson), estimate_cells(metrics.spearman), estimate_cells(metrics.mse),
                estimate_cells(metrics.mae));
}

std::string table_header() {
  std::string out = "task\tn";
  for (const MetricMember& metric : kMetricMembers) {
    out += concat('\t', metric.name, '\t', metric.name, "_low\t", metric.name, "_high");
  }
  return out + "\trmse\tr_squared\tlabel\tnoise_ceiling\trelative_pearson\n";
}

}  // namespace

std::string metrics_table(const Metrics& metrics, std::size_t rows) {
  std::string out = table_header();
  for (const TaskMetrics& task : metrics.tasks) {
    out += concat(task.task, '\t', task.n, metric_cells(task.metrics), '\t', cell(task.rmse), '\t',
                  cell(task.r_squared), '\t', correlation_label(task.metrics.pearson.value), '\t',
                  cell(task.ceiling.r_max), '\t', cell(task.relative_pearson), '\n');
  }
  const MetricEstimates& macro = metrics.macro.metrics;
  out +=
      concat("macro\t", rows, metric_cells(macro), "\tNA\tNA\t", correlation_label(macro.pearson.value), "\tNA\tNA\n");
  return out;
}

std::string acceptance_tsv(const std::vector<AcceptanceRow>& table) {
  std::string out = "name\tvalue\tthreshold\tlow\tpass\ttext\n";
  for (const AcceptanceRow& row : table) {
    out += concat(row.name, '\t', cell(row.value), '\t', cell(row.threshold), '\t', row.low ? cell(*row.low) : "NA",
                  '\t', row.pass ? "pass" : "fail", '\t', row.text, '\n');
  }
  return out;
}

std::string scatter_table(const EvalRows& rows, Split split) {
  std::string out = "id\ttask\tactivity\tpredicted\ttarget_cell\tsplit\n";
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::int16_t target = rows.target_cell[row];
    const std::string target_cell = target == kUnknownCell ? "NA" : rows.tasks[static_cast<std::size_t>(target)];
    for (std::size_t task = 0; task < rows.task_count(); ++task) {
      const TaskColumn& column = rows.task[task];
      if (std::isnan(column.activity[row])) {
        continue;
      }
      out += concat(rows.id[row], '\t', rows.tasks[task], '\t', number_text(column.activity[row]), '\t',
                    number_text(column.predicted[row]), '\t', target_cell, '\t', split_name(split), '\n');
    }
  }
  return out;
}

}  // namespace cre
