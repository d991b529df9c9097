// A description for people.

#include <algorithm>
#include <array>

#include "core/text.h"
#include "qc/adaptors/adaptors.h"
#include "qc/describe/controls.h"
#include "qc/describe/describe_table.h"

namespace cre {
namespace {

constexpr std::size_t kTextWidth = 116;

class DescriptionText {
 public:
  explicit DescriptionText(const TableDescription& description)
      : table_(description.table), made_(description.suggestion) {}

  std::string text() {
    say_what_is_found();
    say_what_to_do();
    return concat(text_, "\n", yaml_text(made_.config, made_.comments));
  }

  std::string comment() {
    say_what_is_found();
    return text_;
  }

 private:
  void say_what_is_found() {
    say_what_it_is();
    say_columns();
    if (table_.roles.sequence) {
      say_sequences();
    }
    if (made_.unusable.empty()) {
      say_rules();
      say_findings();
    }
  }

  void line(const std::string& text) { text_ += text.empty() ? "#\n" : concat("# ", text, "\n"); }

  void paragraph(const std::string& text, const std::string& indent = "") {
    bool first = true;
    for (const std::string& part : wrapped(text, kTextWidth - indent.size())) {
      const std::string begin = first ? indent : std::string(indent.size(), ' ');
      line(begin + part);
      first = false;
    }
  }

  void say_what_it_is() {
    const TableSample& sample = table_.sample;
    paragraph(concat(table_.file.filename().string(), ": ", sample.whole ? "" : "the first ", grouped(sample.lines()),
                     sample.lines() == 1 ? " row, " : " rows, ", counted(sample.columns.size(), "column"),
                     ", separated by ", delimiter_name(sample.delimiter),
                     sample.whole ? "" : "; there are more rows, which were not looked at"));
    for (const std::string& note : sample.notes) {
      paragraph(note, "- ");
    }
    if (sample.decimal_commas) {
      paragraph("numbers are written with decimal commas", "- ");
    }
    if (sample.malformed > 0) {
      paragraph(
          concat(counted(sample.malformed, "line"), " with another number of fields than the header, or bad quotes"),
          "- ");
    }
    line("");
  }

  void say_columns() {
    constexpr std::size_t kMostColumns = 60;
    std::vector<std::array<std::string, 3>> rows = {{"column", "is", "holds"}};
    for (std::size_t i = 0; i < table_.profiles.size(); ++i) {
      const bool matters = table_.roles.columns[i].role != ColumnRole::none;
      if (table_.profiles.size() > kMostColumns && !matters) {
        continue;
      }
      const std::string name = table_.profiles[i].name;
      rows.push_back({name.empty() ? "(no name)" : shortened(name, 30), role_text(table_, i),
                      content_text(table_.profiles[i], table_.roles.columns[i].role)});
    }
    std::array<std::size_t, 2> width{};
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < width.size(); ++i) {
        width[i] = std::max(width[i], row[i].size());
      }
    }
    for (const auto& row : rows) {
      line(concat(row[0], std::string(width[0] - row[0].size() + 2, ' '), row[1],
                  std::string(width[1] - row[1].size() + 2, ' '), row[2]));
    }
    if (rows.size() <= table_.profiles.size()) {
      line(concat("and ", table_.profiles.size() + 1 - rows.size(), " columns of which nothing is made"));
    }
    line("");
  }

  void say_sequences() {
    const QcTrial& trial = made_.trial;
    const ColumnProfile& profile = table_.profiles[*table_.roles.sequence];
    const std::string letters = profile.lower_case ? ", some in lower case" : "";
    std::string text =
        concat("Sequences: ",
               profile.shortest == profile.longest ? concat("all of ", profile.longest, " letters")
                                                   : concat(profile.shortest, " to ", profile.longest, " letters, ",
                                                            percent_text(profile.mode_share), " have ", profile.mode),
               letters);
    if (profile.is_rna) {
      text += "; U is a base of RNA";
    }
    if (trial.lengths.length > 0) {
      text += concat("; ", trial.repeated_rows == 0
                               ? "none is there twice"
                               : concat(grouped(trial.repeated_rows), " rows repeat the sequence of another one"));
      if (trial.opposite_pairs > 0) {
        text += concat("; ", grouped(trial.opposite_pairs), " pairs are reverse complements of each other");
      }
      text += trial.ends.empty() ? "; no constant ends" : concat("; ", ends_text(trial.ends));
    }
    paragraph(text);
    line("");
  }

  void say_rules() {
    const QcTrial& trial = made_.trial;
    if (!trial.problem.empty()) {
      paragraph(concat("With the settings below cre-qc stops: ", trial.problem));
      line("");
      return;
    }
    paragraph(concat("With the settings below cre-qc keeps ", grouped(trial.kept), " of ", grouped(trial.read), " rows",
                     trial.rules.empty() && trial.malformed == 0 ? "." : ":"));
    if (trial.malformed > 0) {
      line(concat("  ", grouped(trial.malformed), " cannot be read"));
    }
    for (const TrialRule& rule : trial.rules) {
      line(concat("  ", grouped(rule.sequential), " rejected as ", rule.code, " (", rule.title, ")",
                  rule.alone != rule.sequential ? concat(", alone it would be ", grouped(rule.alone)) : ""));
    }
    const StandardErrorComparison& errors = trial.standard_errors;
    if (errors.available) {
      paragraph(concat(
          "Standard errors, threshold ", made_.qc.se_threshold, ": rule A would reject ", grouped(errors.removed_by_a),
          errors.removed_by_b ? concat(", B ", grouped(*errors.removed_by_b)) : std::string(), ", C none of ",
          grouped(errors.candidates), " rows; the settings have ", se_rule_name(made_.qc.se_rule), "."));
    }
    line("");
  }

  void say_findings() {
    const std::string controls = controls_text(table_);
    if (made_.trial.findings.empty() && controls.empty()) {
      return;
    }
    line("Worth a look:");
    if (!controls.empty()) {
      paragraph(controls, "- ");
    }
    for (const Finding& finding : made_.trial.findings) {
      paragraph(finding.text, "- ");
    }
    line("");
  }

  void say_what_to_do() {
    if (!made_.unusable.empty()) {
      paragraph(concat("No config can be made: ", made_.unusable, "."));
      return;
    }
    if (!made_.trial.problem.empty()) {
      paragraph("Mend that first. What could be guessed:");
      return;
    }
    const std::string file = concat(made_.config["run"].get<std::string>(), ".yaml");
    paragraph(concat("All of this text is a config: save it as ", file,
                     ", correct what was guessed wrong (maybe: less "
                     "certain), then"));
    line(concat("  ./creflow run ", file));
  }

  const DescribedTable& table_;
  const Suggestion& made_;
  std::string text_;
};

}  // namespace

std::string description_text(const TableDescription& description) {
  return DescriptionText(description).text();
}

std::string description_comment(const TableDescription& description) {
  return DescriptionText(description).comment();
}

}  // namespace cre
