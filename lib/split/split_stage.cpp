#include "split/split_stage.h"

#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/text.h"
#include "split/groups.h"
#include "split/leakage_check.h"
#include "split/predefined_split.h"
#include "split/random_split.h"
#include "split/split_report.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

void run_split(const SplitConfig& config, const std::filesystem::path& elements_file, StageRun& stage) {
  SplitAssignment assignment;
  assignment.elements_sha256 = stage.artifact_input("elements", elements_file);
  const Elements elements = load_elements(elements_file);
  assignment.group = group_rows(elements, config);
  assignment.split = config.strategy == SplitStrategy::random ? random_split(elements, assignment.group, config)
                                                              : predefined_split(elements);
  check_groups_stay_together(elements, assignment.group, assignment.split);
  check_sequences_stay_together(elements, assignment.split, config);

  const nlohmann::json report = split_report(elements, assignment, config);
  for (const auto& warning : report.at("warnings")) {
    log_warning(warning.get<std::string>());
  }
  save_split(stage.output("split", "split.h5"), assignment);
  write_text_file(stage.output("report", "split_report.json"), pretty_json(report));
  write_gzip_file(stage.output("rows", "rows.tsv.gz"), rows_table(elements, assignment, stage.threads()));

  stage.seed("split", static_cast<std::uint64_t>(config.seed));
  stage.count("rows", static_cast<std::int64_t>(elements.rows()));
  std::string line = concat(elements.rows(), " rows:");
  for (const char* name : {"train", "val", "test"}) {
    const auto rows = report.at("splits").at(name).at("rows").get<std::int64_t>();
    stage.count(name, rows);
    line += concat(" ", name, " ", rows);
  }
  log_info(line);
}

}  // namespace cre
