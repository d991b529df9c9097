#include "qc/kept_table.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "core/text.h"
#include "storage/row_cells.h"

namespace cre {

namespace {

struct KeptColumn {
  std::string name;
  std::function<std::string(std::size_t row)> cell;
};

std::string value_cell(double value) {
  return std::isnan(value) ? "NA" : number_text(value);
}

template <class Values, class Counts>
bool any_in_task(const Values& values, std::size_t tasks, std::size_t task, Counts counts) {
  for (std::size_t i = task; i < values.size(); i += tasks) {
    if (counts(values[i])) {
      return true;
    }
  }
  return false;
}

void add_tasks(const KeptElements& e, std::vector<KeptColumn>& columns) {
  const std::size_t tasks = e.task_count();
  bool weighted = false;
  for (std::size_t i = 0; i < e.activity.size() && !weighted; ++i) {
    weighted = e.weight(i) != 1.0F;
  }
  for (std::size_t k = 0; k < tasks; ++k) {
    columns.push_back(
        {e.tasks[k], [&e, tasks, k](std::size_t row) { return value_cell(e.activity[row * tasks + k]); }});
    if (any_in_task(e.standard_error, tasks, k, [](double error) { return !std::isnan(error); })) {
      columns.push_back({e.tasks[k] + "_se",
                         [&e, tasks, k](std::size_t row) { return value_cell(e.standard_error[row * tasks + k]); }});
    }
    if (weighted) {
      columns.push_back(
          {e.tasks[k] + "_weight", [&e, tasks, k](std::size_t row) { return number_text(e.weight(row * tasks + k)); }});
    }
  }
}

std::vector<KeptColumn> kept_columns(const KeptElements& e) {
  std::vector<KeptColumn> columns = {{"id", [&e](std::size_t row) { return std::string(e.id[row]); }},
                                     {"sequence", [&e](std::size_t row) { return e.sequences.letters(row); }}};
  add_tasks(e, columns);
  if (std::any_of(e.target_cell.begin(), e.target_cell.end(), [](auto cell) { return cell != kUnknownCell; })) {
    columns.push_back({"target_cell", [&e](std::size_t row) {
                         const std::int16_t cell = e.target_cell[row];
                         return cell == kUnknownCell ? "NA" : e.tasks[static_cast<std::size_t>(cell)];
                       }});
  }
  if (std::any_of(e.min_gap.begin(), e.min_gap.end(), [](double gap) { return !std::isnan(gap); })) {
    columns.push_back({"min_gap", [&e](std::size_t row) { return value_cell(e.min_gap[row]); }});
  }
  if (!e.group_name.empty()) {
    columns.push_back({"group", [&e](std::size_t row) { return text_cell(e.group_name[row]); }});
  }
  if (!e.published_split.empty()) {
    columns.push_back({"split", [&e](std::size_t row) { return text_cell(e.published_split[row]); }});
  }
  columns.push_back({"flags", [&e](std::size_t row) { return std::to_string(e.flags[row]); }});
  columns.push_back({"line", [&e](std::size_t row) { return std::to_string(e.line[row]); }});
  return columns;
}

}  // namespace

std::string kept_table(const KeptElements& elements) {
  const std::vector<KeptColumn> columns = kept_columns(elements);
  std::vector<std::string> headings;
  for (const KeptColumn& column : columns) {
    headings.push_back(free_name(column.name, headings));
  }
  const std::vector<std::string> facts = fact_headings(elements, headings);
  headings.insert(headings.end(), facts.begin(), facts.end());
  std::string out = join(headings, "\t") + "\n";
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      out += concat(i == 0 ? "" : "\t", columns[i].cell(row));
    }
    out += fact_cells(elements, row) + "\n";
  }
  return out;
}

}  // namespace cre
