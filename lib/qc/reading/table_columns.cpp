#include "qc/reading/table_columns.h"

#include <algorithm>

#include "core/text.h"
#include "qc/reading/first_rows.h"
#include "table/column_map.h"
#include "table/text_encoding.h"

namespace cre {
namespace {

/// Calls visit(name, key) for each column that the config names.
template <class Visit>
void visit_names(const QcConfig& config, Visit visit) {
  for (const NamedColumn& column : kNamedColumns) {
    const std::optional<std::string>& name = config.columns.*column.name;
    const bool is_usual = *column.usual != '\0' && name == kUsualColumn;
    visit(is_usual ? std::optional<std::string>(column.usual) : name, column.key);
  }
  visit(std::optional(config.columns.sequence), "qc.columns.sequence");
  for (const auto& [name, smallest] : config.minimum) {
    visit(std::optional(name), "qc.minimum." + name);
  }
  visit(config.exclude.empty() ? std::nullopt : config.exclude_column, "qc.exclude_column");
  for (std::size_t i = 0; i < config.strata.size(); ++i) {
    visit(std::optional(config.strata[i]), concat("qc.strata[", i, "]"));
  }
  for (std::size_t i = 0; i < config.tasks.size(); ++i) {
    const std::string key = concat("qc.tasks[", i, "]");
    const auto visit_list = [&](const TextList& list, const std::string& of_list) {
      for (std::size_t j = 0; j < list.size(); ++j) {
        visit(std::optional(list.texts[j]), list.size() > 1 ? concat(of_list, "[", j, "]") : of_list);
      }
    };
    visit_list(config.tasks[i].activity, key + (config.tasks[i].counts.given ? ".activity.rna" : ".activity"));
    visit_list(config.tasks[i].standard_error.value_or(TextList()), key + ".standard_error");
    visit_list(config.tasks[i].counts.dna, key + ".activity.dna");
  }
}

// What to do when not one of the names was found.
std::string remedy(const DelimitedTable& table, const QcConfig& config) {
  const char* separated = delimiter_name(table.delimiter());
  if (!table.header().kind.empty()) {
    return concat("the file looks like ", table.header().kind);
  }
  if (config.header == TableHeaderKind::none) {
    return concat("without a header (qc.header: none) columns are called by their numbers, \"1\" to \"",
                  table.columns().size(), "\"");
  }
  for (const std::string& name : table.columns()) {
    if (first_invalid_utf8(name)) {
      return "the header is not UTF-8 text; convert the table: iconv -f WINDOWS-1252 -t UTF-8";
    }
  }
  return concat("line ", table.header().line, " was taken for the header, its fields separated by ", separated,
                "; name its columns in qc.columns and qc.tasks, give another line in qc.header_line, or set qc.header: "
                "none when there is no header");
}

bool may_be_null(const std::string& key) {
  return key.starts_with("qc.tasks[") ? key.ends_with(".standard_error")
                                      : std::any_of(kNamedColumns.begin(), kNamedColumns.end(),
                                                    [&](const NamedColumn& column) { return key == column.key; });
}

}  // namespace

std::vector<std::size_t> used_columns(const TableColumns& columns) {
  std::vector<std::size_t> used = columns.activity;
  used.push_back(columns.sequence);
  const auto add = [&used](const std::optional<std::size_t>& column) {
    if (column) {
      used.push_back(*column);
    }
  };
  for (const NamedColumn& column : kNamedColumns) {
    add(columns.*column.place);
  }
  for (const std::optional<std::size_t>& column : columns.standard_error) {
    add(column);
  }
  add(columns.exclude);
  for (const std::vector<std::size_t>* more : {&columns.minimum, &columns.strata, &columns.replicates}) {
    used.insert(used.end(), more->begin(), more->end());
  }
  return used;
}

TableForm table_form(const QcConfig& config) {
  TableForm form;
  form.header_line = config.header_line;
  form.has_header = config.header == TableHeaderKind::names;
  visit_names(config, [&](const std::optional<std::string>& name, const std::string&) {
    if (name) {
      form.names.push_back(*name);
    }
  });
  return form;
}

TableColumns find_columns(DelimitedTable& table, const QcConfig& config) {
  ColumnMap map(table);
  std::vector<std::optional<std::size_t>> found;
  visit_names(config, [&](const std::optional<std::string>& name, const std::string& key) {
    found.push_back(map.find(name, key));
  });
  map.check(remedy(table, config), may_be_null);
  auto next = found.begin();
  TableColumns columns;
  for (const NamedColumn& column : kNamedColumns) {
    columns.*column.place = *next++;
  }
  columns.sequence = **next++;
  for (std::size_t i = 0; i < config.minimum.size(); ++i) {
    columns.minimum.push_back(**next++);
  }
  columns.exclude = *next++;
  for (std::size_t i = 0; i < config.strata.size(); ++i) {
    columns.strata.push_back(**next++);
  }
  for (std::size_t task = 0; task < config.tasks.size(); ++task) {
    const bool merged = config.is_merged(task);
    const auto errors = config.tasks[task].standard_error.value_or(TextList()).size();
    columns.activity.push_back(next->value());
    columns.standard_error.push_back(errors == 1 && !merged ? next[1] : std::nullopt);
    for (std::size_t i = 0; i < config.tasks[task].activity.size() + errors + config.tasks[task].counts.dna.size();
         ++i) {
      const std::size_t place = (*next++).value();
      if (merged) {
        columns.replicates.push_back(place);
      }
    }
  }
  columns.notes = map.notes();
  fit_to_first_rows(table, config, columns);
  columns.count = table.columns().size();
  return columns;
}

}  // namespace cre
