// What a split of a table has to respect.

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

#include "core/text.h"
#include "qc/describe/place_patterns.h"
#include "qc/describe/suggestion.h"
#include "table/column_names.h"

namespace cre {
namespace {

constexpr double kSomeRelatives = 0.05;  // share of rows with a relative from which on it is worth grouping

using GroupOf = std::function<std::string_view(std::string_view)>;

struct Relatives {
  std::int64_t rows = 0;     // that belong to a group at all
  std::int64_t related = 0;  // of them, that are not alone in it
  std::int64_t groups = 0;
};

Relatives count_relatives(const TextColumn& column, const GroupOf& group_of) {
  std::unordered_map<std::string_view, std::int64_t> rows_of;
  Relatives found;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    const std::string_view group = group_of(column.at(row));
    if (!group.empty()) {
      ++found.rows;
      ++rows_of[group];
    }
  }
  found.groups = static_cast<std::int64_t>(rows_of.size());
  for (const auto& [group, rows] : rows_of) {
    found.related += rows > 1 ? rows : 0;
  }
  return found;
}

class SplitSuggester {
 public:
  SplitSuggester(const DescribedTable& table, const QcTrial& trial, Suggestion& made)
      : table_(table), trial_(trial), made_(made) {}

  void suggest() {
    suggest_group();
    suggest_published();
    if (made_.qc.columns.group) {
      made_.config["split"]["group_by"] = {"sequence", "column"};
    }
  }

 private:
  bool are_many(std::int64_t rows) const {
    return static_cast<double>(rows) >= kSomeRelatives * static_cast<double>(table_.sample.rows);
  }

  void group_by(std::size_t column, const char* pattern, const std::string& comment) {
    made_.qc.columns.group = table_.name_of(column);
    if (pattern != nullptr) {
      made_.qc.columns.group_pattern = pattern;
    }
    group_column_ = column;
    made_.say("qc.columns.group", comment);
  }

  // A column for it, then loci, then orientations in ids.
  void suggest_group() {
    const std::optional<std::size_t> named = table_.roles.group;
    if (named && table_.roles.columns[*named].certain) {
      const auto whole = [](std::string_view text) { return text; };
      const Relatives found = count_relatives(table_.sample.columns[*named], whole);
      group_of_ = whole;
      group_by(*named, nullptr, concat(grouped(found.groups), " groups; all rows of one stay in one split"));
      return;
    }
    for (std::size_t i = 0; i < table_.profiles.size(); ++i) {
      if (table_.profiles[i].kind != ColumnKind::text || table_.profiles[i].holds_few_words()) {
        continue;
      }
      const Relatives found = count_relatives(table_.sample.columns[i], locus_in);
      if (are_many(found.related)) {
        group_of_ = locus_in;
        group_by(i, kLocusPattern,
                 concat(grouped(found.rows), " rows are from ", grouped(found.groups),
                        " loci (chr:start): all rows of a locus, be they variants or mutants, stay in one split"));
        return;
      }
    }
    suggest_orientations();
  }

  void suggest_orientations() {
    if (!table_.roles.id) {
      return;
    }
    const Relatives found = count_relatives(table_.sample.columns[*table_.roles.id], without_orientation);
    if (!are_many(found.related)) {
      return;
    }
    const std::string pairs = concat(grouped(found.related), " rows have a partner of the other orientation");
    // The split keeps reverse complements together by itself.
    if (4 * trial_.opposite_pairs >= found.related) {
      made_.say("qc.columns.id", concat(pairs, " by their ids; the split keeps them together by their sequences"));
      return;
    }
    group_of_ = without_orientation;
    group_by(*table_.roles.id, kOrientationPattern, concat(pairs, ", which stays in the same split"));
  }

  /// Groups, by `group_of`, that a published split does not leave in one.
  std::int64_t torn_groups(std::size_t column, std::size_t split, const GroupOf& group_of) const {
    std::map<std::string_view, std::string_view> split_of;
    std::set<std::string_view> torn;
    const TextColumn& groups = table_.sample.columns[column];
    for (std::size_t row = 0; row < groups.rows(); ++row) {
      const std::string_view group = group_of(groups.at(row));
      const std::string_view value = table_.sample.columns[split].at(row);
      if (!group.empty() && split_of.emplace(group, value).first->second != value) {
        torn.insert(group);
      }
    }
    return static_cast<std::int64_t>(torn.size());
  }

  void suggest_published() {
    if (!table_.roles.split) {
      return;
    }
    const std::size_t column = *table_.roles.split;
    const ColumnProfile& profile = table_.profiles[column];
    if (profile.missing > 0 || profile.distinct < 3) {
      made_.say("qc.columns", concat("column ", profile.name, " is no split into train, validation and test"));
      return;
    }
    const auto whole = [](std::string_view text) { return text; };
    const std::int64_t torn_sequences = torn_groups(*table_.roles.sequence, column, whole);
    const std::int64_t torn = group_column_ ? torn_groups(*group_column_, column, group_of_) : 0;
    if (torn + torn_sequences > 0) {
      made_.say("qc.columns",
                concat("the split of column ", profile.name, " is not used: it parts ", grouped(torn + torn_sequences),
                       torn > 0 ? " groups of related rows" : " sequences that are there several times",
                       ", so that test rows have relatives in train"));
      return;
    }
    made_.qc.columns.split = profile.name;
    if (profile.kind == ColumnKind::whole_number) {
      set_folds(profile);
    }
  }

  void set_folds(const ColumnProfile& profile) {
    std::vector<std::int64_t> folds;
    for (const CountedWord& word : profile.common) {
      folds.push_back(static_cast<std::int64_t>(parse_number(word.word).value_or(0)));
    }
    std::sort(folds.begin(), folds.end());
    nlohmann::ordered_json train = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i + 2 < folds.size(); ++i) {
      train.push_back(concat(folds[i]));
    }
    made_.config["split"]["values"] = {
        {"train", train}, {"val", {concat(folds[folds.size() - 2])}}, {"test", {concat(folds.back())}}};
    made_.say("split.values", concat("column ", profile.name, " numbers folds: the last one is for testing"));
  }

  const DescribedTable& table_;
  const QcTrial& trial_;
  Suggestion& made_;
  std::optional<std::size_t> group_column_;
  GroupOf group_of_;
};

}  // namespace

void suggest_split(const DescribedTable& table, const QcTrial& trial, Suggestion& made) {
  SplitSuggester(table, trial, made).suggest();
}

}  // namespace cre
