#include "eval/eval_outputs.h"

#include <functional>
#include <string>
#include <vector>

#include "core/files.h"
#include "core/json_text.h"
#include "core/parallel.h"
#include "core/text.h"
#include "eval/analyses/analyses_tables.h"
#include "eval/bootstrap_file.h"
#include "eval/eval_tables.h"

namespace cre {

namespace {

struct AnalysisTable {
  const char* name;
  std::string (*table)(const Analyses& analyses, const EvalRows& rows);
};
constexpr AnalysisTable kAnalysisTables[] = {{"strata", strata_table},
                                             {"confusion", confusion_table},
                                             {"cell_pairs", cell_pairs_table},
                                             {"calibration", calibration_table},
                                             {"residual_histogram", residual_histogram_table},
                                             {"residual_quantiles", residual_quantiles_table},
                                             {"residual_trend", residual_trend_table},
                                             {"coverage", coverage_table},
                                             {"outliers", outliers_table}};

}  // namespace

void write_eval_outputs(const EvalConfig& config, const EvaluationResult& result, const EvalRows& rows,
                        const MinGaps& gaps, const ArmValues& values, StageRun& stage) {
  make_output_folder(stage.info().folder / "tables");
  std::vector<std::function<void()>> work;
  const auto text = [&](const std::string& role, const std::string& file, std::function<std::string()> made) {
    work.emplace_back([path = stage.output(role, file), made = std::move(made)] { write_text_file(path, made()); });
  };
  text("metrics", "metrics.json", [&] { return pretty_json(metrics_json(config, result)); });
  work.emplace_back([&, path = stage.output("bootstrap", "bootstrap.h5")] {
    save_bootstrap(path, rows.tasks, config.bootstrap, result.unit, values);
  });
  text("table1", "tables/table1.tsv", [&] { return metrics_table(result.metrics, result.rows); });
  text("acceptance", "tables/acceptance.tsv", [&] { return acceptance_tsv(result.acceptance); });
  text("scatter", "tables/scatter.tsv", [&] { return scatter_table(rows, result.split); });
  text("min_gap", "tables/min_gap.tsv", [&] { return min_gap_table(rows, gaps); });
  if (result.unmatched) {
    text("unmatched", "tables/unmatched.tsv", [&] { return unmatched_table(*result.unmatched); });
  }
  for (const auto& [name, table] : kAnalysisTables) {
    text(name, concat("tables/", name, ".tsv"), [&, table = table] { return table(result.analyses, rows); });
  }
  parallel_run(work, stage.threads());
}

}  // namespace cre
