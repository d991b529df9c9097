#include "split/audit/audit_stage.h"

#include <array>

#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/json_text.h"
#include "core/text.h"
#include "core/tool.h"
#include "split/audit/audit_report.h"
#include "split/audit/leakage_audit.h"
#include "split/audit/leakage_check.h"
#include "split/audit/published_split.h"
#include "split/reports/unused_by_split.h"

namespace cre {

namespace {

/// The elements that are in the split.
void keep_split_rows(Elements& elements, const PublishedSplit& split) {
  if (split.rows.size() == elements.rows()) {
    return;
  }
  elements.codes = select_entries(elements.codes, split.rows, static_cast<std::size_t>(elements.length));
  select_rows(elements, split.rows, elements.task_count());
}

/// "12 ids (for instance 'a', 'b', 'c')"
std::string ids_text(const std::vector<std::string>& ids) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(kShown, ids.size()); ++i) {
    shown.push_back(concat("'", ids[i], "'"));
  }
  return concat(counted(ids.size(), "id"), " (for instance ", join(shown, ", "), ")");
}

void warn_of_missing(const PublishedSplit& split, const std::filesystem::path& file, StageRun& stage) {
  stage.count("only_split", static_cast<std::int64_t>(split.only_split.size()));
  stage.count("only_elements", static_cast<std::int64_t>(split.only_elements.size()));
  if (!split.only_split.empty()) {
    stage.warn(concat(file, ": ", ids_text(split.only_split),
                      " not among the elements (rejected by cre-qc?): left out, and listed in leakage.json"));
  }
  if (!split.only_elements.empty()) {
    stage.warn(concat("elements: ", ids_text(split.only_elements), " not in ", file,
                      ": left out, and listed in leakage.json"));
  }
}

std::string rows_text(const Elements& elements, const std::vector<Split>& splits, const LeakageAudit& audit) {
  std::string out = "id\tline\tsplit\ttrain_neighbour\tneighbour_id\n";
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    out += concat(elements.id[row], '\t', elements.line[row], '\t', split_name(splits[row]), '\t',
                  neighbour_cells(audit.neighbour[row], audit.neighbour_row[row], elements), '\n');
  }
  return out;
}

}  // namespace

void run_split_audit(const SplitConfig& config, const std::filesystem::path& elements_file,
                     const std::filesystem::path& split_file, StageRun& stage) {
  const std::string elements_sha256 = stage.artifact_input("elements", elements_file);
  stage.raw_input("split", split_file);
  Elements elements = load_elements(elements_file);
  const PublishedSplit split = published_split(split_file, elements, elements_sha256, config.values);
  for (const std::string& note : split.notes) {
    stage.note(note);
  }
  for (const std::string& warning : unused_by_audit(config)) {
    stage.warn(warning);
  }
  warn_of_missing(split, split_file, stage);
  keep_split_rows(elements, split);
  const LeakageAudit audit = audit_leakage(elements, split.split, config, stage.threads());
  const std::int64_t crossing = count_crossing_sequences(elements, split.split, config.both_strands);

  nlohmann::json rows = nlohmann::json::object();
  const std::array<std::int64_t, kSplitCount> counts = count_splits(split.split);
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    rows[split_name(static_cast<Split>(s))] = counts.at(s);
    stage.count(split_name(static_cast<Split>(s)), counts.at(s));
  }
  const nlohmann::json report = {{"rows", rows},
                                 {"only_split", split.only_split},
                                 {"only_elements", split.only_elements},
                                 {"crossing_sequences", crossing},
                                 {"kin", kin_report(audit, elements, config)},
                                 {"leakage", leakage_report(audit, config)}};
  write_text_file(stage.output("report", "leakage.json"), pretty_json(report));
  write_gzip_file(stage.output("rows", "rows.tsv.gz"), rows_text(elements, split.split, audit), stage.threads());
  print_to_stdout(leakage_text(audit, elements, config));
}

}  // namespace cre
