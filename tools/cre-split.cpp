// cre-split: assigns every element to train, val or test so that nothing leaks.

#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/tool.h"
#include "split/audit/audit_stage.h"
#include "split/split_config.h"
#include "split/split_stage.h"

int main(int argc, char** argv) {
  cre::SplitToolConfig config;
  std::filesystem::path elements;
  std::string base_elements, base_split;
  std::vector<std::filesystem::path> audited;
  cre::Tool tool("cre-split", "Splits the elements into train, val and test without leakage between them.");
  tool.config(cre::ConfigView(config));
  tool.input("--elements", elements, "elements.h5 of cre-qc");
  tool.setting("--fold", "split.fold", "Shortcut for --set split.fold=...: which fold of a cross-validation is tested");
  tool.option("--base-elements", base_elements, "elements.h5 of the run whose test rows stay test rows here");
  tool.option("--base-split", base_split, "split.h5 of that run; with split.strategy extend, all of it is kept");
  tool.files_instead(
      "--audit", audited, "ELEMENTS SPLIT", {"--elements"},
      "Make no split, but look for leakage in one that is made: elements.h5 of cre-qc, and a split.h5 or "
      "a table (CSV or TSV) with columns id and split");
  tool.example("cre-split --elements qc/elements.h5 --out split", "At random, or as the table says");
  tool.example("cre-split --audit qc/elements.h5 published.tsv --out audit", "What a published split leaks");
  return tool.run(argc, argv, [&](cre::StageRun& stage) {
    if (!audited.empty()) {
      if (!base_elements.empty() || !base_split.empty()) {
        cre::fail(cre::ErrorKind::usage, "--base-elements and --base-split have no meaning with --audit: no split is ",
                  "made (see cre-split --help)");
      }
      cre::run_split_audit(config.split, audited[0], audited[1], stage);
      return;
    }
    cre::run_split(config.split, elements, {base_elements, base_split}, stage);
  });
}
