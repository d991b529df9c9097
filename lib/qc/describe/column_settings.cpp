// Which columns a config names, and what is said of the others.

#include <algorithm>
#include <cmath>
#include <map>

#include "core/text.h"
#include "qc/describe/suggestion.h"

namespace cre {
namespace {

// Target cells that are no task would only be warned of.
void name_target_cell(const DescribedTable& table, Suggestion& made) {
  made.qc.columns.target_cell = std::nullopt;
  if (!table.roles.target_cell) {
    return;
  }
  const std::size_t column = *table.roles.target_cell;
  if (table.roles.columns[column].certain) {
    made.qc.columns.target_cell = table.name_of(column);
    return;
  }
  std::vector<std::string> words;
  for (const CountedWord& word : table.profiles[column].common) {
    words.push_back(concat("'", word.word, "'"));
  }
  words.resize(std::min<std::size_t>(words.size(), 4));
  made.say("qc.columns.target_cell", concat("column ", table.name_of(column), " holds ", join(words, ", "),
                                            ", which no task is called: name the tasks so to use it"));
}

/// Words without digits, and numbers such as -999; no infinite ones, and no "1.2.3".
bool may_be_missing(const std::string& word) {
  const std::optional<double> number = parse_number(word);
  return number ? std::isfinite(*number) : word.find_first_of("0123456789") == std::string::npos;
}

void add_missing_words(const DescribedTable& table, Suggestion& made) {
  const MissingWords known(made.qc.missing);
  std::vector<std::string> added;
  for (const GuessedTask& task : table.roles.tasks) {
    for (const std::optional<std::size_t>& column : {std::optional(task.activity), task.standard_error}) {
      for (const CountedWord& word : column ? table.profiles[*column].odd_words : std::vector<CountedWord>()) {
        if (may_be_missing(word.word) && !known.contains(word.word) &&
            std::find(added.begin(), added.end(), word.word) == added.end()) {
          added.push_back(word.word);
          made.say("qc.missing", concat("'", word.word, "' (", counted(word.rows, "row"), " of column ",
                                        table.name_of(*column), ") seems to stand for a missing value"));
        }
      }
    }
  }
  constexpr std::size_t kMostWords = 5;  // more of them are unreadable rather than missing
  if (added.size() > kMostWords) {
    made.comments.erase("qc.missing");
    return;
  }
  made.qc.missing.insert(made.qc.missing.end(), added.begin(), added.end());
}

/// That of the task, or those of its replicates where there is none of all together.
TextList activity_columns(const DescribedTable& table, const GuessedTask& task) {
  if (!task.is_replicate) {
    return table.name_of(task.activity);
  }
  std::vector<std::string> names;
  for (const std::size_t column : task.replicates) {
    names.push_back(table.name_of(column));
  }
  return names;
}

constexpr const char* kPlaceKeys = " (qc.columns.chromosome, start, end, strand, or region)";

/// Kinds of elements: results are shown by them.
void name_strata(const DescribedTable& table, Suggestion& made) {
  constexpr std::int64_t kMostKinds = 50;
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    const bool is_kind = table.roles.columns[i].role == ColumnRole::annotation;
    if (is_kind && table.profiles[i].distinct > 1 && table.profiles[i].distinct <= kMostKinds) {
      made.qc.strata.push_back(table.name_of(i));
    }
  }
  if (!made.qc.strata.empty()) {
    made.say("qc.strata", "kinds of elements: balance of the splits and accuracy are shown by them");
  }
}

/// As a place, or as one of the replicates of a task.
bool is_used(const QcConfig& qc, const std::string& name) {
  const auto has_it = [&](const QcTask& task) {
    return std::find(task.activity.texts.begin(), task.activity.texts.end(), name) != task.activity.texts.end();
  };
  return is_place_column(qc.columns, name) || std::any_of(qc.tasks.begin(), qc.tasks.end(), has_it);
}

}  // namespace

void suggest_columns(const DescribedTable& table, Suggestion& made) {
  QcConfig& qc = made.qc;
  const TableRoles& roles = table.roles;
  const auto name = [&](const std::optional<std::size_t>& column) {
    return column ? std::optional(table.name_of(*column)) : std::nullopt;
  };
  if (!table.sample.form.has_header) {
    qc.header = TableHeaderKind::none;
  }
  qc.tasks.clear();
  for (const GuessedTask& task : roles.tasks) {
    qc.tasks.push_back({task.name, activity_columns(table, task), name(task.standard_error)});
    if (task.is_replicate) {
      made.say("qc.tasks", concat("the activity of ", task.name, " is the mean of ", task.replicates.size(),
                                  " replicates (qc.replicates.merge), its standard error comes from their spread"));
    }
  }
  qc.columns = {};
  qc.columns.sequence = table.name_of(*roles.sequence);
  qc.columns.id = name(roles.id);
  if (roles.id && !table.profiles[*roles.id].is_unique()) {
    const ColumnProfile& id = table.profiles[*roles.id];
    made.say("qc.columns.id", concat("column ", id.name, " has ", grouped(id.distinct), " different values in ",
                                     grouped(id.rows), " rows; ids must be unique: rows are numbered instead"));
    qc.columns.id = std::nullopt;
  }
  name_target_cell(table, made);
  qc.columns.min_gap = name(roles.min_gap);
  name_strata(table, made);
  add_missing_words(table, made);
}

/// What has no key here: the reader sees that it was noticed, and which key would use it.
void mention_other_columns(const DescribedTable& table, Suggestion& made) {
  struct Kind {
    ColumnRole role;
    const char* what;
    const char* keys;  // that would use it
  };
  const std::vector<Kind> kinds = {{ColumnRole::replicate, "replicates", " (activity: [...] of a task)"},
                                   {ColumnRole::count, "counts", " (qc.minimum, or activity: {rna, dna} of a task)"},
                                   {ColumnRole::standard_deviation, "standard deviations", ""},
                                   {ColumnRole::chromosome, "places", kPlaceKeys},
                                   {ColumnRole::region, "places", kPlaceKeys},
                                   {ColumnRole::start, "places", kPlaceKeys},
                                   {ColumnRole::end, "places", kPlaceKeys},
                                   {ColumnRole::position, "places", kPlaceKeys},
                                   {ColumnRole::strand, "places", kPlaceKeys}};
  std::map<std::string, std::vector<std::string>> names;
  std::map<std::string, const char*> keys;
  for (const Kind& kind : kinds) {
    for (std::size_t i = 0; i < table.profiles.size(); ++i) {
      if (table.roles.columns[i].role == kind.role && !is_used(made.qc, table.name_of(i))) {
        names[kind.what].push_back(table.name_of(i));
        keys[kind.what] = kind.keys;
      }
    }
  }
  std::vector<std::string> parts;
  for (const auto& [what, columns] : names) {
    parts.push_back(concat(what, ": ", join(columns, ", "), keys[what]));
  }
  if (!parts.empty()) {
    made.say("qc.columns", concat("not used: ", join(parts, "; ")));
  }
  for (const GuessedTask& task : table.roles.tasks) {
    if (task.standard_deviation && !task.standard_error && !task.is_replicate) {
      made.say("qc.tasks", concat("the standard error of ", task.name, " is ", table.name_of(*task.standard_deviation),
                                  ", by its name a standard deviation, divided by the square root of the number of "
                                  "replicates: make a column of it"));
    }
  }
}

}  // namespace cre
