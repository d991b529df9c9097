#include "qc/qc_stage.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/log.h"
#include "core/text.h"
#include "qc/apply_rules.h"
#include "qc/build_elements.h"
#include "qc/duplicates.h"
#include "qc/length_plan.h"
#include "qc/qc_report.h"
#include "qc/read_table.h"
#include "qc/rules.h"
#include "qc/standard_error_comparison.h"
#include "qc/usable_elements.h"
#include "storage/elements.h"

namespace cre {
namespace {

std::vector<Rejection> in_table_order(std::vector<Rejection> malformed, const std::vector<Rejection>& rejected) {
  std::vector<Rejection> all;
  std::merge(std::make_move_iterator(malformed.begin()), std::make_move_iterator(malformed.end()), rejected.begin(),
             rejected.end(), std::back_inserter(all),
             [](const Rejection& a, const Rejection& b) { return a.line < b.line; });
  return all;
}

void write_outputs(const QcResult& result, const std::vector<Rejection>& rejections, StageRun& stage) {
  const std::size_t read = result.table.rows() + static_cast<std::size_t>(result.malformed);
  require(result.elements.rows() + rejections.size() == read, "kept + rejected = read");
  stage.count("read", static_cast<std::int64_t>(read));
  stage.count("kept", static_cast<std::int64_t>(result.elements.rows()));
  stage.count("rejected", static_cast<std::int64_t>(rejections.size()));
  save_elements(stage.output("elements", "elements.h5"), result.elements);
  write_text_file(stage.output("report", "qc_report.json"), pretty_json(qc_report(result)));
  write_rejections(stage.output("rejected", "rejected.tsv.gz"), rejections);
  log_info(concat("kept ", result.elements.rows(), " of ", read, " rows"));
  if (!result.comparison.warning.empty()) stage.warn(result.comparison.warning);
}

}  // namespace

void run_qc(const QcConfig& config, const std::filesystem::path& file, StageRun& stage) {
  stage.raw_input("table", file);
  ParsedLines lines = read_table(file, config, stage.threads());
  const auto malformed = static_cast<std::int64_t>(lines.malformed.size());
  const MeasuredTable& table = lines.table;

  const LengthPlan plan = plan_length(table, config);
  const std::vector<Rule> rules = make_rules(table, config, plan);
  const RuleOutcome outcome = apply_rules(rules, table, stage.threads());
  const std::vector<Rejection> rejections = in_table_order(std::move(lines.malformed), outcome.rejections);

  Elements elements = build_elements(table, outcome.kept, config, plan);
  check_usable(elements, rejections, config, file);
  const DuplicateCounts duplicates = flag_duplicates(elements);
  for (const std::string& note : lines.notes) stage.note(note);
  stage.count("blank_rows", lines.blank_end);
  const StandardErrorComparison comparison = compare_standard_error_rules(table, config, rules, outcome);
  write_outputs({.table_name = file.filename().string(),
                 .config = config,
                 .table = table,
                 .malformed = malformed,
                 .plan = plan,
                 .rules = rules,
                 .outcome = outcome,
                 .comparison = comparison,
                 .duplicates = duplicates,
                 .elements = elements},
                rejections, stage);
}

}  // namespace cre
