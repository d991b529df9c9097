// cre-qc: cleans a measurement table by stated rules and says what it did.

#include <filesystem>
#include <vector>

#include "core/tool.h"
#include "qc/qc_stage.h"

int main(int argc, char** argv) {
  cre::QcToolConfig config;
  std::vector<std::filesystem::path> tables;
  cre::Tool tool("cre-qc", "Cleans a measurement table: elements.h5, rejected.tsv.gz and qc_report.json.");
  tool.config(cre::ConfigView(config));
  tool.inputs("--table", tables, "measurement table, CSV or TSV, plain or gzip; several of one experiment are joined");
  return tool.run(argc, argv, [&](cre::StageRun& stage) { cre::run_qc(config.qc, tables, stage); });
}
