#include "qc/describe/column_roles.h"

#include <algorithm>

#include "core/error.h"
#include "table/column_names.h"

namespace cre {

const char* role_name(ColumnRole role) {
  switch (role) {
    case ColumnRole::none:
      return "";
    case ColumnRole::row_names:
      return "row names";
    case ColumnRole::id:
      return "id";
    case ColumnRole::sequence:
      return "sequence";
    case ColumnRole::other_sequence:
      return "another sequence";
    case ColumnRole::activity:
      return "activity";
    case ColumnRole::standard_error:
      return "standard error";
    case ColumnRole::standard_deviation:
      return "standard deviation";
    case ColumnRole::replicate:
      return "replicate";
    case ColumnRole::min_gap:
      return "minimum gap";
    case ColumnRole::target_cell:
      return "target cell";
    case ColumnRole::chromosome:
      return "chromosome";
    case ColumnRole::region:
      return "region";
    case ColumnRole::start:
      return "start";
    case ColumnRole::end:
      return "end";
    case ColumnRole::position:
      return "position";
    case ColumnRole::strand:
      return "strand";
    case ColumnRole::allele:
      return "allele";
    case ColumnRole::split:
      return "split";
    case ColumnRole::group:
      return "group";
    case ColumnRole::count:
      return "count";
    case ColumnRole::p_value:
      return "p-value";
    case ColumnRole::annotation:
      return "annotation";
  }
  fail(ErrorKind::internal, "unknown role of a column");
}

bool is_called(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), comparable_name(name)) != names.end();
}

TableRoles guess_roles(const TableSample& sample, const std::vector<ColumnProfile>& profiles,
                       const MissingWords& missing, const std::vector<QcTask>& tasks) {
  TableRoles roles;
  roles.columns.resize(profiles.size());
  if (sample.row_names) {
    roles.set(0, ColumnRole::row_names);
  }
  take_given_tasks(tasks, profiles, roles);
  guess_places(sample, profiles, missing, roles);
  guess_numbers(profiles, roles);
  guess_texts(profiles, roles);
  return roles;
}

}  // namespace cre
