// cre-qc: cleans a measurement table by stated rules and says what it did.

#include <filesystem>
#include <vector>

#include "core/json_text.h"
#include "core/tool.h"
#include "qc/describe/describe_table.h"
#include "qc/qc_stage.h"
#include "qc/reading/read_table.h"

int main(int argc, char** argv) {
  cre::QcToolConfig config;
  std::vector<std::filesystem::path> tables;
  std::filesystem::path described;
  bool as_json = false;
  cre::Tool tool("cre-qc", "Cleans a measurement table: elements.h5, rejected.tsv.gz and qc_report.json.");
  tool.config(cre::ConfigView(config));
  tool.inputs("--table", tables, "measurement table, CSV or TSV, plain or gzip; several of one experiment are joined");
  tool.flag("--json", as_json, "With --describe: the same as JSON, for programs");
  tool.report("--describe", described,
              "Print what the table FILE holds, which column is what, and a config for it in YAML, and exit; looks at "
              "the first 100,000 rows at most",
              [&] {
                const cre::TableDescription description = cre::describe_table(described, config.qc, tool.threads());
                return as_json ? cre::pretty_json(cre::description_json(description))
                               : cre::description_text(description);
              });
  tool.check([&] {
    for (const std::filesystem::path& table : tables) {
      cre::check_table(table, config.qc);
    }
  });
  tool.example("cre-qc --table my.tsv --out qc", "Columns named as in the public tables");
  tool.example("cre-qc --table my.tsv --config qc.json --set qc.se_threshold=0.6 --out qc",
               "Settings from a file, one of them changed");
  return tool.run(argc, argv, [&](cre::StageRun& stage) { cre::run_qc(config.qc, tables, stage); });
}
