// Tasks that were named: they are not guessed.

#include <algorithm>

#include "qc/describe/column_roles.h"
#include "qc/reading/usual_columns.h"
#include "table/column_names.h"

namespace cre {
namespace {

/// Places of the columns; fewer than names where the table lacks some.
std::vector<std::size_t> places_of(const TextList& names, const std::vector<std::string>& header) {
  std::vector<std::size_t> places;
  for (const std::string& name : names.texts) {
    if (const NameMatch match = find_name(header, name); match.count == 1) {
      places.push_back(match.index);
    }
  }
  return places;
}

}  // namespace

void take_given_tasks(const std::vector<QcTask>& tasks, const std::vector<ColumnProfile>& profiles, TableRoles& roles) {
  if (are_default_tasks(tasks)) {
    return;
  }
  std::vector<std::string> header(profiles.size());
  std::transform(profiles.begin(), profiles.end(), header.begin(), [](const auto& profile) { return profile.name; });
  std::vector<GuessedTask> found;
  for (const QcTask& task : tasks) {
    const std::vector<std::size_t> activity = places_of(task.activity, header);
    const TextList errors = task.standard_error.value_or(TextList());
    const std::vector<std::size_t> error = places_of(errors, header);
    if (task.counts.given || activity.size() != task.activity.size() || error.size() != errors.size() ||
        errors.size() > 1) {
      return;
    }
    GuessedTask made = {.name = task.name, .activity = activity.front()};
    if (activity.size() > 1) {
      made.replicates = activity;
      made.is_replicate = true;
    }
    if (!error.empty()) {
      made.standard_error = error.front();
    }
    found.push_back(std::move(made));
  }
  for (const GuessedTask& task : found) {
    roles.set(task.activity, ColumnRole::activity, true, task.name);
    for (const std::size_t column : task.replicates) {
      roles.set(column, ColumnRole::replicate, true, task.name);
    }
    if (task.standard_error) {
      roles.set(*task.standard_error, ColumnRole::standard_error, true, task.name);
    }
  }
  roles.tasks = std::move(found);
}

}  // namespace cre
