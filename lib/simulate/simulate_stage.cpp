#include "simulate/simulate_stage.h"

#include <string>
#include <vector>

#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/text.h"
#include "simulate/motif_grammar.h"
#include "simulate/simulated_library.h"
#include "simulate/truth.h"

namespace cre {
namespace {

std::string table_text(const std::vector<SimulatedRow>& rows) {
  std::string text = join(simulated_columns(), "\t") + "\n";
  for (const SimulatedRow& row : rows) {
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      if (i > 0) {
        text += '\t';
      }
      text += row.fields[i];
    }
    text += '\n';
  }
  return text;
}

}  // namespace

void run_simulate(const SimulateConfig& config, StageRun& stage) {
  const Grammar grammar = default_grammar();
  const std::vector<SimulatedRow> rows = simulate_library(grammar, config, stage.threads());
  const nlohmann::ordered_json truth = truth_json(config, grammar, rows);
  write_gzip_file(stage.output("table", "elements.tsv.gz"), table_text(rows), stage.threads());
  write_text_file(stage.output("truth", "truth.json"), pretty_json(truth));
  stage.seed("simulate", static_cast<std::uint64_t>(config.seed));
  stage.count("rows", static_cast<std::int64_t>(rows.size()));
  stage.count("kept_by_default_qc", truth.at("planted").at("kept").get<std::int64_t>());
  log_info(concat("simulated ", counted(rows.size(), "element"), " of ", config.length, " bp"));
}

}  // namespace cre
