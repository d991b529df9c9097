// cre-qc: cleans a measurement table by stated rules and says what it did.

#include <filesystem>

#include "core/tool.h"
#include "qc/qc_stage.h"
#include "qc/reading/read_table.h"

int main(int argc, char** argv) {
  cre::QcToolConfig config;
  std::filesystem::path table;
  cre::Tool tool("cre-qc", "Cleans a measurement table: elements.h5, rejected.tsv.gz and qc_report.json.");
  tool.config(cre::ConfigView(config));
  tool.input("--table", table, "measurement table, CSV or TSV, plain or gzip");
  tool.check([&] {
    if (!table.empty()) {
      cre::check_table(table, config.qc);
    }
  });
  tool.example("cre-qc --table my.tsv --out qc", "Columns named as in the public tables");
  tool.example("cre-qc --table my.tsv --config qc.json --set qc.se_threshold=0.6 --out qc",
               "Settings from a file, one of them changed");
  return tool.run(argc, argv, [&](cre::StageRun& stage) { cre::run_qc(config.qc, table, stage); });
}
