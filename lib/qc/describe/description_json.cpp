// A description for programs.

#include "qc/describe/describe_table.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

const char* kind_name(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::empty:
      return "empty";
    case ColumnKind::sequence:
      return "sequence";
    case ColumnKind::number:
      return "number";
    case ColumnKind::whole_number:
      return "whole number";
    case ColumnKind::text:
      return "text";
  }
  return "";
}

Json words_json(const std::vector<CountedWord>& words) {
  Json out = Json::object();
  for (const CountedWord& word : words) {
    out[word.word] = word.rows;
  }
  return out;
}

Json column_json(const DescribedTable& table, std::size_t column) {
  const ColumnProfile& profile = table.profiles[column];
  const ColumnGuess& guess = table.roles.columns[column];
  Json out = {{"name", profile.name},
              {"role", nullptr},
              {"certain", guess.certain},
              {"task", nullptr},
              {"kind", kind_name(profile.kind)},
              {"missing", profile.missing},
              {"missing_words", words_json(profile.missing_words)},
              {"distinct", profile.distinct}};
  if (guess.role != ColumnRole::none) {
    out["role"] = role_name(guess.role);
  }
  if (!guess.task.empty()) {
    out["task"] = guess.task;
  }
  if (profile.is_numeric()) {
    out["min"] = profile.low;
    out["median"] = profile.median;
    out["max"] = profile.high;
    out["odd_words"] = words_json(profile.odd_words);
  }
  if (profile.kind == ColumnKind::sequence) {
    out["letters"] = profile.letters;
    out["shortest"] = profile.shortest;
    out["longest"] = profile.longest;
  }
  if (profile.holds_few_words()) {
    out["words"] = words_json(profile.common);
  }
  return out;
}

Json rules_json(const QcTrial& trial) {
  Json out = Json::array();
  for (const TrialRule& rule : trial.rules) {
    out.push_back({{"code", rule.code}, {"title", rule.title}, {"rejects", rule.sequential}, {"alone", rule.alone}});
  }
  return out;
}

Json standard_errors_json(const StandardErrorComparison& errors) {
  if (!errors.available) {
    return nullptr;
  }
  Json out = {{"rows", errors.candidates}, {"A", errors.removed_by_a}, {"B", nullptr}, {"C", 0}};
  if (errors.removed_by_b) {
    out["B"] = *errors.removed_by_b;
  }
  return out;
}

Json trial_json(const QcTrial& trial) {
  Json findings = Json::array();
  for (const Finding& finding : trial.findings) {
    findings.push_back({{"code", finding.code}, {"text", finding.text}});
  }
  return {{"problem", trial.problem.empty() ? Json() : Json(trial.problem)},
          {"read", trial.read},
          {"kept", trial.kept},
          {"malformed", trial.malformed},
          {"rules", rules_json(trial)},
          {"standard_errors_above_threshold", standard_errors_json(trial.standard_errors)},
          {"length", trial.lengths.length},
          {"upstream", trial.ends.upstream},
          {"downstream", trial.ends.downstream},
          {"incomplete_rows", trial.incomplete},
          {"repeated_rows", trial.repeated_rows},
          {"reverse_complement_pairs", trial.opposite_pairs},
          {"findings", std::move(findings)}};
}

}  // namespace

nlohmann::ordered_json description_json(const TableDescription& description) {
  const DescribedTable& table = description.table;
  const Suggestion& made = description.suggestion;
  const bool usable = made.unusable.empty();
  Json out = {{"table", table.file.string()},
              {"rows_looked_at", table.sample.lines()},
              {"all_rows", table.sample.whole},
              {"delimiter", std::string(1, table.sample.delimiter)},
              {"header_line", table.sample.form.header_line ? Json(*table.sample.form.header_line) : Json()},
              {"decimal_commas", table.sample.decimal_commas},
              {"notes", table.sample.notes},
              {"columns", Json::array()}};
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    out["columns"].push_back(column_json(table, i));
  }
  out["qc"] = usable ? trial_json(made.trial) : Json();
  out["unusable"] = usable ? Json() : Json(made.unusable);
  out["config"] = usable ? made.config : Json();
  out["comment"] = description_comment(description);
  out["config_text"] = usable ? Json(yaml_text(made.config, made.comments)) : Json();
  return out;
}

}  // namespace cre
