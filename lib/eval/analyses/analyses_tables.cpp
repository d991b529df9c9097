#include "eval/analyses/analyses_tables.h"

#include "core/text.h"
#include "storage/elements.h"
#include "storage/row_cells.h"

namespace cre {

namespace {

std::string bound_cells(const Strata& strata, std::size_t task, std::size_t stratum) {
  if (strata.bounds.empty()) {
    return "\tNA\tNA";
  }
  const auto& [low, high] = strata.bounds[strata.bounds.size() == 1 ? 0 : task][stratum];
  return concat('\t', number_cell(low), '\t', number_cell(high));
}

std::string accuracy_cells(const StratumAccuracy& accuracy) {
  return concat('\t', accuracy.n, estimate_cells(accuracy.pearson), estimate_cells(accuracy.mae), '\t',
                number_cell(accuracy.relative_pearson), '\n');
}

const char* flag_cell(const EvalRows& rows, std::size_t row, ElementFlag flag) {
  return rows.flags.empty() ? "NA" : (rows.flags[row] & flag) != 0 ? "yes" : "no";
}

}  // namespace

std::string strata_table(const Analyses& analyses, const EvalRows& rows) {
  std::string out =
      "by\tstratum\ttask\tfrom\tto\tn\tpearson\tpearson_low\tpearson_high\tmae\tmae_low\tmae_high\trelative_pearson\n";
  for (const StratifiedAccuracy& by : analyses.strata) {
    for (std::size_t s = 0; s < by.results.size(); ++s) {
      const StratumResult& result = by.results[s];
      const std::string start = concat(by.strata.by, '\t', result.name, '\t');
      for (std::size_t k = 0; k < rows.task_count(); ++k) {
        out += concat(start, rows.tasks[k], bound_cells(by.strata, k, s), accuracy_cells(result.task[k]));
      }
      out += concat(start, "macro", by.strata.bounds.size() == 1 ? bound_cells(by.strata, 0, s) : "\tNA\tNA",
                    accuracy_cells(result.macro));
    }
  }
  return out;
}

std::string confusion_table(const Analyses& analyses, const EvalRows& rows) {
  std::string out = "measured\tpredicted\trows\n";
  const std::size_t cells = analyses.top.confusion.size();
  for (std::size_t truth = 0; truth < cells; ++truth) {
    for (std::size_t answer = 0; answer < cells; ++answer) {
      out += concat(rows.tasks[truth], '\t', rows.tasks[answer], '\t', analyses.top.confusion[truth][answer], '\n');
    }
  }
  return out;
}

std::string cell_pairs_table(const Analyses& analyses, const EvalRows& rows) {
  std::string out = "cell\tother\tn\tpearson\tpearson_low\tpearson_high\tspearman\n";
  for (const CellPair& pair : analyses.pairs) {
    out += concat(rows.tasks[pair.a], '\t', rows.tasks[pair.b], '\t', pair.n, estimate_cells(pair.pearson), '\t',
                  number_cell(pair.spearman), '\n');
  }
  return out;
}

std::string calibration_table(const Analyses& analyses, const EvalRows& rows) {
  std::string out = "task\tbin\tn\tpredicted\tmeasured\tstandard_error\n";
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    const std::vector<CalibrationBin>& bins = analyses.calibration[k].bins;
    for (std::size_t bin = 0; bin < bins.size(); ++bin) {
      out += concat(rows.tasks[k], '\t', bin + 1, '\t', bins[bin].n, '\t', number_cell(bins[bin].mean_predicted), '\t',
                    number_cell(bins[bin].mean_measured), '\t', number_cell(bins[bin].standard_error), '\n');
    }
  }
  return out;
}

std::string residual_histogram_table(const Analyses& analyses, const EvalRows& rows) {
  std::string out = "task\tfrom\tto\trows\n";
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    const Histogram& histogram = analyses.residuals[k].histogram;
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
      out += concat(rows.tasks[k], '\t', number_cell(histogram.edges[bin]), '\t', number_cell(histogram.edges[bin + 1]),
                    '\t', histogram.counts[bin], '\n');
    }
  }
  return out;
}

std::string residual_quantiles_table(const Analyses& analyses, const EvalRows& rows) {
  std::string out = "task\tnormal\tresidual\n";
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    const QuantilePlot& plot = analyses.residuals[k].quantiles;
    for (std::size_t i = 0; i < plot.observed.size(); ++i) {
      out += concat(rows.tasks[k], '\t', number_cell(plot.theoretical[i]), '\t', number_cell(plot.observed[i]), '\n');
    }
  }
  return out;
}

std::string residual_trend_table(const Analyses& analyses, const EvalRows& rows) {
  std::string out = "task\tpredicted\tresidual\n";
  for (std::size_t k = 0; k < rows.task_count(); ++k) {
    const TaskResiduals& task = analyses.residuals[k];
    for (std::size_t i = 0; i < task.smooth.size(); ++i) {
      out += concat(rows.tasks[k], '\t', number_cell(task.smooth_at[i]), '\t', number_cell(task.smooth[i]), '\n');
    }
  }
  return out;
}

std::string coverage_table(const Analyses& analyses, const EvalRows& rows) {
  std::string out = "by\tstratum\ttask\tn\tcovered\tcovered_low\tcovered_high\tmean_width\n";
  const auto add = [&](const std::string& by, const std::string& stratum, const std::vector<Coverage>& tasks) {
    for (std::size_t k = 0; k < tasks.size(); ++k) {
      const Share& covered = tasks[k].covered;
      out += concat(by, '\t', stratum, '\t', rows.tasks[k], '\t', covered.n, '\t', number_cell(covered.value()), '\t',
                    number_cell(covered.interval.low), '\t', number_cell(covered.interval.high), '\t',
                    number_cell(tasks[k].mean_width), '\n');
    }
  };
  add("NA", "all", analyses.coverage.task);
  for (const StratumCoverage& stratum : analyses.coverage.strata) {
    add(stratum.by, stratum.stratum, stratum.task);
  }
  return out;
}

std::string outliers_table(const Analyses& analyses, const EvalRows& rows) {
  std::vector<std::string> headings = {
      "id",          "task",    "activity",       "predicted", "residual",        "group",
      "target_cell", "min_gap", "standard_error", "gc",        "length_adjusted", "duplicate"};
  const std::vector<std::string> facts = fact_headings(rows, headings);
  headings.insert(headings.end(), facts.begin(), facts.end());
  std::string out = join(headings, "\t") + "\n";
  for (const Outlier& one : analyses.outliers.worst) {
    const TaskColumn& task = rows.task[one.task];
    const std::int16_t cell = rows.target_cell[one.row];
    const double error =
        task.standard_error.empty() ? std::numeric_limits<double>::quiet_NaN() : task.standard_error[one.row];
    out +=
        concat(rows.id[one.row], '\t', rows.tasks[one.task], '\t', number_cell(task.activity[one.row]), '\t',
               number_cell(task.predicted[one.row]), '\t', number_cell(one.residual), '\t', rows.group[one.row], '\t',
               cell == kUnknownCell ? "NA" : rows.tasks[static_cast<std::size_t>(cell)], '\t',
               number_cell(rows.min_gap[one.row]), '\t', number_cell(error), '\t',
               rows.gc.empty() ? "NA" : number_cell(rows.gc[one.row]), '\t', flag_cell(rows, one.row, kLengthAdjusted),
               '\t', flag_cell(rows, one.row, kDuplicate), fact_cells(rows, one.row), '\n');
  }
  return out;
}

}  // namespace cre
