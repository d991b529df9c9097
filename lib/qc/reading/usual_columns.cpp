#include "qc/reading/usual_columns.h"

#include <algorithm>

#include "core/text.h"
#include "qc/reading/table_columns.h"
#include "table/column_names.h"

namespace cre {
namespace {

/// Does a setting name nothing without it? That the column is missing is an error then.
bool is_needed(const QcConfig& config, const NamedColumn& column) {
  if (column.place == &TableColumns::id) {
    return config.replicates.rows == ReplicateRows::id || (!config.exclude.empty() && !config.exclude_column) ||
           (config.columns.region_pattern && !config.columns.region);
  }
  return column.place == &TableColumns::target_cell && config.se_rule == StandardErrorRule::target_cell;
}

}  // namespace

bool are_default_tasks(const std::vector<QcTask>& tasks) {
  const std::vector<QcTask> usual = QcConfig().tasks;
  const auto same = [](const QcTask& a, const QcTask& b) {
    return a.name == b.name && a.activity == b.activity && a.standard_error == b.standard_error;
  };
  return std::equal(tasks.begin(), tasks.end(), usual.begin(), usual.end(), same);
}

std::string name_usual_columns(QcConfig& config, const std::filesystem::path& table) {
  const bool default_tasks = are_default_tasks(config.tasks);
  const auto is_left = [&](const NamedColumn& column) { return config.columns.*column.name == kUsualColumn; };
  if (!default_tasks && std::none_of(kNamedColumns.begin(), kNamedColumns.end(), is_left)) {
    return "";
  }
  const DelimitedTable opened(table, table_form(config));
  const auto has = [&](const std::string& name) { return find_name(opened.header().names, name).count > 0; };
  std::vector<std::string> lacking;
  for (const NamedColumn& column : kNamedColumns) {
    if (!is_left(column)) {
      continue;
    }
    if (has(column.usual) || is_needed(config, column)) {
      config.columns.*column.name = column.usual;
      continue;
    }
    config.columns.*column.name = std::nullopt;
    lacking.push_back(concat(column.usual, " (", column.key,
                             column.place == &TableColumns::id ? "; rows are called row1, row2, ...)" : ")",
                             suggestion(column.usual, opened.columns())));
  }
  for (std::size_t i = 0; default_tasks && i < config.tasks.size(); ++i) {
    std::optional<TextList>& error = config.tasks[i].standard_error;
    if (error && !has(error->text()) && !config.wants_weights()) {
      lacking.push_back(concat(error->text(), " (qc.tasks[", i, "].standard_error)"));
      error = std::nullopt;
    }
  }
  return lacking.empty() ? ""
                         : concat(table.filename().string(), " has no column ", join(lacking, ", "),
                                  ": it is read without, as no setting names them");
}

}  // namespace cre
