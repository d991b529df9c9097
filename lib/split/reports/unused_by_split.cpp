#include "split/reports/unused_by_split.h"

#include <set>

#include "core/text.h"

namespace cre {

namespace {

bool all_groups_differ(const Elements& elements) {
  std::set<std::string_view> seen;
  for (const std::string& group : elements.group_name) {
    if (!group.empty() && !seen.insert(group).second) {
      return false;
    }
  }
  return true;
}

void add_unused_columns(const SplitConfig& config, const Elements& elements, std::vector<std::string>& out) {
  if (!elements.chromosome.empty() && elements.start.empty() && config.strategy != SplitStrategy::chromosome &&
      config.strategy != SplitStrategy::leave_one_chromosome_out) {  // a whole place is also carried for its own sake
    out.push_back(concat("the chromosome column (qc.columns.chromosome) is not used: split.strategy: ",
                         strategy_name(config.strategy), " does not read it"));
  }
  if (!elements.published_split.empty() && config.strategy != SplitStrategy::predefined) {
    out.push_back(concat("the published split (qc.columns.split) is not used: split.strategy is ",
                         strategy_name(config.strategy), "; auto or predefined would use it"));
  }
  if (elements.group_name.empty()) {
    return;
  }
  if (!config.groups_by(GroupBy::column)) {
    out.emplace_back(
        "the group column (qc.columns.group) is not used: split.group_by does not name column; auto would use it");
  } else if (all_groups_differ(elements)) {
    out.emplace_back(
        "the group column (qc.columns.group) keeps nothing together: every row has another value; does "
        "qc.columns.group_pattern match what the rows of a group have in common?");
  }
}

/// Settings of one strategy while another one is used.
void add_unused_of_strategy(const SplitConfig& config, std::vector<std::string>& out) {
  const SplitConfig defaults;
  std::vector<std::string> keys;
  const auto add = [&keys](const char* key, bool is_set) {
    if (is_set) {
      keys.emplace_back(key);
    }
  };
  const bool is_random = config.strategy == SplitStrategy::random;
  if (!is_random && !config.has_folds()) {
    add("split.fractions", config.fractions != defaults.fractions);
    add("split.seed", config.seed != defaults.seed && config.train_fraction == 1.0);
  }
  if (config.has_folds()) {
    SplitFractions used = defaults.fractions;
    used.val = config.fractions.val;
    add("split.fractions", config.fractions != used && config.fractions.val == defaults.fractions.val);
  } else if (config.strategy != SplitStrategy::extend) {  // of another run's folds the workflow keeps one by its number
    add("split.fold", config.fold != defaults.fold);
  }
  if (!is_random) {
    add("split.tolerance", config.tolerance != defaults.tolerance);
  }
  if (config.strategy != SplitStrategy::kfold) {
    add("split.folds", config.folds != defaults.folds);
  }
  if (config.strategy != SplitStrategy::chromosome && config.strategy != SplitStrategy::leave_one_chromosome_out) {
    add("split.chromosomes", config.chromosomes != defaults.chromosomes);
  }
  if (config.strategy != SplitStrategy::predefined) {
    add("split.values", config.values != defaults.values);
  }
  for (const std::string& key : keys) {
    out.push_back(concat(key, " has no effect with split.strategy: ", strategy_name(config.strategy)));
  }
}

/// Settings of a kind of group_by that is not asked for, and shifts that cannot be.
void add_unused_of_grouping(const SplitConfig& config, const Elements& elements, std::vector<std::string>& out) {
  const SplitConfig defaults;
  const bool near = config.groups_by(GroupBy::near_duplicate);
  const auto add = [&out](const char* key, bool is_set, const char* kind) {
    if (is_set) {
      out.push_back(concat(key, " has no effect: split.group_by does not name ", kind));
    }
  };
  add("split.max_mismatches", config.max_mismatches != defaults.max_mismatches && !near, "near_duplicate");
  add("split.max_shift", config.max_shift != defaults.max_shift && !near, "near_duplicate");
  add("split.minhash", config.minhash != defaults.minhash && !config.groups_by(GroupBy::minhash), "minhash");
  add("split.max_distance", config.max_distance != defaults.max_distance && !config.groups_by(GroupBy::interval),
      "interval");
  if (config.min_overlap != defaults.min_overlap && (config.max_shift == 0 || !near)) {
    out.emplace_back("split.min_overlap has no effect: sequences are not shifted (split.max_shift)");
  }
  if (near && config.max_shift > 0 && elements.length <= config.min_overlap) {
    out.push_back(concat("split.max_shift has no effect: shifted sequences of ", elements.length,
                         " bases overlap by less than split.min_overlap, ", config.min_overlap));
  }
}

}  // namespace

std::vector<std::string> unused_by_audit(const SplitConfig& config) {
  const SplitConfig defaults;
  std::vector<std::string> out;
  const auto add = [&out](const char* key, bool is_set) {
    if (is_set) {
      out.push_back(concat(key, " has no effect with --audit: the split is made"));
    }
  };
  add("split.strategy", config.strategy != defaults.strategy);
  add("split.group_by", config.group_by != defaults.group_by);
  add("split.missing_group", config.missing_group != defaults.missing_group);
  add("split.max_distance", config.max_distance != defaults.max_distance);
  add("split.chromosomes", config.chromosomes != defaults.chromosomes);
  add("split.seed", config.seed != defaults.seed);
  add("split.fractions", config.fractions != defaults.fractions);
  add("split.tolerance", config.tolerance != defaults.tolerance);
  return out;
}

std::vector<std::string> unused_by_split(const SplitConfig& config, const Elements& elements) {
  std::vector<std::string> out;
  add_unused_columns(config, elements, out);
  add_unused_of_strategy(config, out);
  add_unused_of_grouping(config, elements, out);
  if (config.missing_group == MissingGroup::own &&
      (elements.group_name.empty() || !config.groups_by(GroupBy::column))) {
    out.emplace_back("split.missing_group has no effect: rows are not grouped by a column");
  }
  return out;
}

}  // namespace cre
