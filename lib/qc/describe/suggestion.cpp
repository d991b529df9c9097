#include "qc/describe/suggestion.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "core/text.h"
#include "qc/describe/model_preset.h"
#include "table/column_names.h"

namespace cre {
namespace {

constexpr double kSomeRows = 0.01;  // from this share on a setting is changed for their sake

class Suggester {
 public:
  Suggester(const DescribedTable& table, const QcConfig& given, unsigned threads) : table_(table), threads_(threads) {
    made_.qc = given;
  }

  Suggestion suggest() {
    made_.config["run"] = run_name();
    made_.config["table"] = std::filesystem::absolute(table_.file).lexically_normal().string();
    made_.unusable = what_is_missing();
    if (!made_.unusable.empty()) {
      return std::move(made_);
    }
    name_columns();
    add_missing_words();
    QcTrial trial = try_it();
    fit_lengths(trial);
    fit_letters(trial);
    fit_missing_tasks(trial);
    trial = try_it();
    fit_standard_errors(trial);
    made_.config["qc"] = nullptr;  // its place
    suggest_split(table_, trial, made_);
    made_.trial = try_it();
    made_.config["qc"] = qc_json();
    add_eval();
    add_model();
    comment_other_columns();
    return std::move(made_);
  }

 private:
  QcTrial try_it() const {
    return try_config(table_.file, made_.qc, static_cast<std::size_t>(table_.sample.lines()), threads_);
  }

  void say(const std::string& key, const std::string& comment) { made_.comments[key].push_back(comment); }

  std::string run_name() const {
    std::string name = table_.file.filename().string();
    name = name.substr(0, name.find('.', 1));
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '-'; }, '-');
    name.erase(0, name.find_first_not_of("_-"));
    return name.empty() ? "mine" : name;
  }

  bool has_role(ColumnRole role) const {
    return std::any_of(table_.roles.columns.begin(), table_.roles.columns.end(),
                       [role](const ColumnGuess& guess) { return guess.role == role; });
  }

  std::string what_is_missing() const {
    if (table_.sample.rows == 0) {
      return "the table has no rows that can be read";
    }
    if (!table_.roles.sequence && has_role(ColumnRole::allele)) {
      return "no column holds sequences: this is a table of variants (position, ref, alt). creflow learns from the "
             "sequence of each measured element: add a column with the element's sequence, the variant put in";
    }
    if (!table_.roles.sequence) {
      return "no column holds sequences of DNA (at least ten letters): add one with the sequence of each element, "
             "for instance from the FASTA file of the library's design";
    }
    if (table_.roles.tasks.empty() && has_role(ColumnRole::count)) {
      return "no column holds activities, only counts: make log2(RNA/DNA) of them first, for instance with "
             "MPRAsnakeflow, BCalm or mpralm";
    }
    return table_.roles.tasks.empty() ? "no column holds activities (numbers, log2 fold changes)" : "";
  }

  void name_columns() {
    QcConfig& qc = made_.qc;
    const TableRoles& roles = table_.roles;
    const auto name = [&](const std::optional<std::size_t>& column) {
      return column ? std::optional(table_.name_of(*column)) : std::nullopt;
    };
    if (!table_.sample.form.has_header) {
      qc.header = TableHeaderKind::none;
    }
    qc.tasks.clear();
    for (const GuessedTask& task : roles.tasks) {
      qc.tasks.push_back({task.name, table_.name_of(task.activity), name(task.standard_error)});
    }
    qc.columns = {};
    qc.columns.sequence = table_.name_of(*roles.sequence);
    qc.columns.id = name(roles.id);
    if (roles.id && !table_.profiles[*roles.id].is_unique()) {
      const ColumnProfile& id = table_.profiles[*roles.id];
      say("qc.columns.id", concat("column ", id.name, " has ", with_separators(id.distinct), " different values in ",
                                  with_separators(id.rows), " rows; ids must be unique: rows are numbered instead"));
      qc.columns.id = std::nullopt;
    }
    name_target_cell();
    qc.columns.min_gap = name(roles.min_gap);
    qc.columns.chromosome = name(roles.chromosome);
  }

  // Target cells that are no task would only be warned of.
  void name_target_cell() {
    made_.qc.columns.target_cell = std::nullopt;
    if (!table_.roles.target_cell) {
      return;
    }
    const std::size_t column = *table_.roles.target_cell;
    if (table_.roles.columns[column].certain) {
      made_.qc.columns.target_cell = table_.name_of(column);
      return;
    }
    std::vector<std::string> words;
    for (const CountedWord& word : table_.profiles[column].common) {
      words.push_back(concat("'", word.word, "'"));
    }
    words.resize(std::min<std::size_t>(words.size(), 4));
    say("qc.columns.target_cell", concat("column ", table_.name_of(column), " holds ", join(words, ", "),
                                         ", which no task is called: name the tasks so to use it"));
  }

  void add_missing_words() {
    const MissingWords known(made_.qc.missing);
    std::vector<std::string> added;
    for (const GuessedTask& task : table_.roles.tasks) {
      for (const std::optional<std::size_t>& column : {std::optional(task.activity), task.standard_error}) {
        for (const CountedWord& word : column ? table_.profiles[*column].odd_words : std::vector<CountedWord>()) {
          if (!known.contains(word.word) && std::find(added.begin(), added.end(), word.word) == added.end()) {
            added.push_back(word.word);
            say("qc.missing", concat("'", word.word, "' (", counted(word.rows, "row"), " of column ",
                                     table_.name_of(*column), ") seems to stand for a missing value"));
          }
        }
      }
    }
    constexpr std::size_t kMostWords = 5;  // more of them are unreadable rather than missing
    if (added.size() > kMostWords) {
      made_.comments.erase("qc.missing");
      return;
    }
    made_.qc.missing.insert(made_.qc.missing.end(), added.begin(), added.end());
  }

  // Natural lengths: the longest ones count, and the others are padded. Networks need one length.
  void fit_lengths(const QcTrial& trial) {
    QcConfig& qc = made_.qc;
    const LengthPlan& plan = trial.lengths;
    const bool told = qc.off_length != OffLength::automatic || qc.length.has_value();
    if (told || plan.length == 0 || plan.action == OffLengthAction::reject ||
        plan.off_fraction <= qc.plausibility.adjusted_share) {
      return;
    }
    qc.length = plan.profile.max;
    qc.off_length = OffLength::adjust;
    const double padded = 1.0 - static_cast<double>(plan.profile.min) / static_cast<double>(plan.profile.max);
    qc.max_n_fraction = std::max(qc.max_n_fraction, std::ceil(100.0 * padded) / 100.0);
    say("qc.length", concat("the inserts have ", plan.profile.min, " to ", plan.profile.max,
                            " bases, and networks need one length: all are padded with N to the longest. A smaller "
                            "length trims the longer ones to their centre"));
    say("qc.max_n_fraction", "allows the padding of the shortest ones");
  }

  void fit_letters(const QcTrial& trial) {
    QcConfig& qc = made_.qc;
    const double limit = kSomeRows * static_cast<double>(trial.read);
    const auto many = [&](const char* code) { return static_cast<double>(trial.rejected_by(code)) > limit; };
    const std::string& letters = table_.profiles[*table_.roles.sequence].letters;
    constexpr double kPermissive = 0.05;
    if (many("invalid_base") && letters.find_first_of("RYSWKMBDHV") != std::string::npos) {
      qc.iupac = Iupac::to_n;
      qc.max_n_fraction = std::max(qc.max_n_fraction, kPermissive);
      say("qc.iupac", "ambiguity codes such as R and Y are read as N");
    }
    if (many("too_many_n") && qc.max_n_fraction < kPermissive) {
      say("qc.max_n_fraction",
          concat(with_separators(trial.rejected_by("too_many_n")), " rows have N in the sequence; 0 rejects them all"));
      qc.max_n_fraction = kPermissive;
    }
  }

  void fit_missing_tasks(const QcTrial& trial) {
    if (static_cast<double>(trial.incomplete) <= kSomeRows * static_cast<double>(trial.read)) {
      return;
    }
    made_.qc.allow_missing_tasks = true;
    say("qc.allow_missing_tasks",
        concat(with_separators(trial.incomplete), " rows lack some tasks: what they have is used. false rejects them"));
  }

  void fit_standard_errors(const QcTrial& trial) {
    const StandardErrorComparison& errors = trial.standard_errors;
    if (!errors.available || made_.qc.se_rule != StandardErrorRule::any_task) {
      return;
    }
    const std::string above = concat("standard errors above ", made_.qc.se_threshold);
    const std::string of =
        concat(with_separators(errors.removed_by_a), " of ", with_separators(errors.candidates), " rows");
    if (errors.warning.empty()) {
      say("qc.se_rule", concat("rule A rejects rows with ", above, " in any task: ", of));
      return;
    }
    made_.qc.se_rule = StandardErrorRule::weights_only;
    say("qc.se_rule", concat("rule A (no ", above, " in any task) would reject ", of,
                             "; C rejects none, and weights each value by its standard error instead"));
  }

  /// The settings that differ from the defaults, and all columns that may be missed.
  nlohmann::ordered_json qc_json() {
    QcToolConfig defaults, suggested{made_.qc};
    const nlohmann::json usual = ConfigView(defaults).dump()["qc"];
    const nlohmann::json mine = ConfigView(suggested).dump()["qc"];
    nlohmann::ordered_json out;
    if (made_.qc.header == TableHeaderKind::none) {
      out["header"] = "none";
      say("qc.header", "no line of the table names the columns: they are called by their numbers");
    }
    for (const QcTask& task : made_.qc.tasks) {
      nlohmann::ordered_json one = {{"name", task.name}, {"activity", task.activity}, {"standard_error", nullptr}};
      if (task.standard_error) {
        one["standard_error"] = *task.standard_error;
      }
      out["tasks"].push_back(std::move(one));
    }
    for (const char* key :
         {"id", "sequence", "target_cell", "min_gap", "chromosome", "group", "group_pattern", "split"}) {
      const bool always = std::string_view(key).find_first_of("cgp") != 0 && std::string_view(key) != "split";
      if (always || !mine["columns"][key].is_null()) {
        out["columns"][key] = mine["columns"][key];
      }
    }
    for (const auto& [key, value] : mine.items()) {
      if (!out.contains(key) && value != usual[key]) {
        out[key] = value;
      }
    }
    if (made_.comments.contains("qc.se_rule") && !out.contains("se_rule")) {
      out["se_rule"] = se_rule_name(made_.qc.se_rule);
    }
    return out;
  }

  void add_eval() {
    if (made_.qc.tasks.size() < 2 || made_.qc.columns.min_gap) {
      return;
    }
    if (made_.qc.columns.target_cell) {
      made_.config["eval"]["min_gap"]["definition"] = "target_minus_best_other";
      return;
    }
    made_.config["eval"]["min_gap"]["definition"] = "top1_minus_top2";
    made_.config["eval"]["acceptance"]["min_gap_rho"] = nullptr;
    say("eval.acceptance", "without target cells, specificity is reported, but no criterion");
  }

  void add_model() {
    const QcTrial& trial = made_.trial;
    const auto bases =
        trial.lengths.length + static_cast<std::int64_t>(trial.ends.upstream.size() + trial.ends.downstream.size());
    const ModelPreset preset = model_preset(trial.kept, bases);
    if (preset.file.empty()) {
      return;
    }
    say("model", concat(preset.file, " (", preset.reason, ")"));
    for (const auto& [key, value] : preset.config.items()) {
      made_.config[key] = value;
    }
  }

  /// What has no key: the reader sees that it was noticed.
  void comment_other_columns() {
    const std::vector<std::pair<ColumnRole, const char*>> kinds = {
        {ColumnRole::replicate, "replicates"},
        {ColumnRole::count, "counts"},
        {ColumnRole::standard_deviation, "standard deviations"},
        {ColumnRole::start, "start"},
        {ColumnRole::end, "end"},
        {ColumnRole::position, "position"},
        {ColumnRole::strand, "strand"},
        {ColumnRole::annotation, "kinds of elements"}};
    std::vector<std::string> parts;
    for (const auto& [role, what] : kinds) {
      std::vector<std::string> names;
      for (std::size_t i = 0; i < table_.profiles.size(); ++i) {
        if (table_.roles.columns[i].role == role) {
          names.push_back(table_.name_of(i));
        }
      }
      if (!names.empty()) {
        parts.push_back(concat(what, ": ", join(names, ", ")));
      }
    }
    if (!parts.empty()) {
      say("qc.columns", concat("not used: ", join(parts, "; ")));
    }
    for (const GuessedTask& task : table_.roles.tasks) {
      if (task.is_replicate) {
        say("qc.tasks", concat(task.name, " is its first replicate, ", table_.name_of(task.activity), ", of ",
                               task.replicates.size(), ": better make a column of their mean"));
      }
      if (task.standard_deviation && !task.standard_error) {
        say("qc.tasks", concat("the standard error of ", task.name, " is ", table_.name_of(*task.standard_deviation),
                               ", by its name a standard deviation, divided by the square root of the number of "
                               "replicates: make a column of it"));
      }
    }
  }

  const DescribedTable& table_;
  unsigned threads_;
  Suggestion made_;
};

}  // namespace

Suggestion suggest_config(const DescribedTable& table, const QcConfig& given, unsigned threads) {
  return Suggester(table, given, threads).suggest();
}

std::string with_separators(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3 + (number < 0 ? 1U : 0U);) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

}  // namespace cre
