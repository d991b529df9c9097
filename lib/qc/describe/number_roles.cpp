// Roles of columns that hold numbers, and the tasks that they make.

#include <algorithm>

#include "core/text.h"
#include "qc/describe/activity_candidates.h"
#include "qc/describe/column_roles.h"
#include "table/column_names.h"

namespace cre {
namespace {

/// Numbers that are no measurement.
bool is_described_otherwise(const std::string& name) {
  return is_called(name, {"gc", "gccontent", "length", "len", "width", "index", "idx", "rank", "number", "no", "tile",
                          "quality", "distance", "phastcons", "phylop", "conservation", "size", "n"});
}

class NumberRoles {
 public:
  NumberRoles(const std::vector<ColumnProfile>& profiles, TableRoles& roles) : profiles_(profiles), roles_(roles) {}

  void guess() {
    const bool are_given = !roles_.tasks.empty();
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      if (roles_.is_free(i) && profiles_[i].is_numeric()) {
        sort_out(i);
      }
    }
    // What is only perhaps an activity counts where nothing else is. Many columns of numbers are features.
    constexpr std::size_t kMostUnnamed = 8;
    if (unnamed_.size() > kMostUnnamed) {
      unnamed_.clear();
    }
    for (ActivityCandidates* candidates : {&named_, &perhaps_, &unnamed_}) {
      if (roles_.tasks.empty() && !candidates->empty()) {
        make_tasks(std::move(*candidates), candidates == &named_);
        break;
      }
    }
    for (const ActivityCandidate& left : perhaps_) {
      if (roles_.is_free(left.column)) {
        roles_.set(left.column, ColumnRole::activity, false);
      }
    }
    if (!are_given) {
      pair_errors();
    }
  }

 private:
  void sort_out(std::size_t i) {
    const ColumnProfile& profile = profiles_[i];
    const bool whole = profile.kind == ColumnKind::whole_number;
    NameMeaning meaning = meaning_of_name(profile.name);
    if (is_called(profile.name, {"mingap", "minimumgap"})) {
      roles_.set(i, ColumnRole::min_gap);
      roles_.min_gap = roles_.min_gap.value_or(i);
    } else if (whole && profile.distinct > 1 && profile.distinct <= 20 &&
               is_called(profile.name, {"fold", "folds", "split", "set", "partition", "kfold", "cvfold"})) {
      roles_.set(i, ColumnRole::split, profile.distinct >= 3);
      roles_.split = roles_.split.value_or(i);
    } else if (is_described_otherwise(profile.name)) {
      return;
    } else {
      sort_out_by_name(i, whole, std::move(meaning));
    }
  }

  void sort_out_by_name(std::size_t i, bool whole, NameMeaning meaning) {
    switch (meaning.hint) {
      case NameHint::p_value:
        roles_.set(i, ColumnRole::p_value);
        return;
      case NameHint::standard_error:
        roles_.set(i, ColumnRole::standard_error, false);  // until it has its activity
        return;
      case NameHint::standard_deviation:
        roles_.set(i, ColumnRole::standard_deviation, false);
        return;
      case NameHint::count:
        roles_.set(i, ColumnRole::count, whole);
        return;
      case NameHint::activity:
        named_.push_back({i, meaning, meaning.is_replicate});
        return;
      case NameHint::perhaps_activity:
        perhaps_.push_back({i, meaning, meaning.is_replicate});
        return;
      case NameHint::none:
        if (whole && meaning.is_replicate) {
          roles_.set(i, ColumnRole::count, false);
        } else if (!whole && (is_cell_line(meaning.stem()) || meaning.is_replicate)) {
          perhaps_.push_back({i, meaning, meaning.is_replicate});
        } else if (!whole && profiles_[i].distinct > 1) {
          unnamed_.push_back({i, meaning, false});
        }
        return;
    }
  }

  void make_tasks(ActivityCandidates candidates, bool certain) {
    find_numbered_replicates(candidates);
    for (const ActivityCandidate& candidate : candidates) {
      stems_.push_back({candidate.column, comparable_name(candidate.meaning.stem())});
    }
    drop_common_words(candidates);
    // Columns of all replicates first.
    std::stable_partition(candidates.begin(), candidates.end(), [](const auto& c) { return !c.is_replicate; });
    for (const ActivityCandidate& candidate : candidates) {
      const std::string stem = candidate.meaning.stem();
      const std::string name = task_name(stem);
      const auto known = std::find_if(roles_.tasks.begin(), roles_.tasks.end(), [&](const GuessedTask& task) {
        return comparable_name(task.name) == comparable_name(name);
      });
      const bool is_new = known == roles_.tasks.end();
      if (is_new) {
        roles_.tasks.push_back({.name = name, .activity = candidate.column, .is_replicate = candidate.is_replicate});
      }
      GuessedTask& task = is_new ? roles_.tasks.back() : *known;
      if (candidate.is_replicate) {
        task.replicates.push_back(candidate.column);
        roles_.set(candidate.column, ColumnRole::replicate, certain, task.name);
      } else {
        roles_.set(candidate.column, ColumnRole::activity, certain && is_new, is_new ? task.name : std::string());
      }
    }
    std::stable_sort(roles_.tasks.begin(), roles_.tasks.end(),
                     [](const GuessedTask& a, const GuessedTask& b) { return a.activity < b.activity; });
  }

  std::string stem_of(std::size_t column) const {
    const auto found =
        std::find_if(stems_.begin(), stems_.end(), [&](const auto& stem) { return stem.first == column; });
    return found == stems_.end() ? std::string() : found->second;
  }

  void pair_errors() {
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      const ColumnRole role = roles_.columns[i].role;
      if (role != ColumnRole::standard_error && role != ColumnRole::standard_deviation) {
        continue;
      }
      const std::string stem = comparable_name(meaning_of_name(profiles_[i].name).stem());
      for (GuessedTask& task : roles_.tasks) {
        const bool same = stem == stem_of(task.activity) || stem == comparable_name(task.name) ||
                          (stem.empty() && roles_.tasks.size() == 1);
        std::optional<std::size_t>& place =
            role == ColumnRole::standard_error ? task.standard_error : task.standard_deviation;
        if (same && !place) {
          place = i;
          roles_.set(i, role, role == ColumnRole::standard_error, task.name);
          break;
        }
      }
    }
  }

  const std::vector<ColumnProfile>& profiles_;
  TableRoles& roles_;
  ActivityCandidates named_, perhaps_, unnamed_;
  std::vector<std::pair<std::size_t, std::string>> stems_;  // of activities: what their standard errors are called
};

}  // namespace

void guess_numbers(const std::vector<ColumnProfile>& profiles, TableRoles& roles) {
  NumberRoles(profiles, roles).guess();
}

}  // namespace cre
