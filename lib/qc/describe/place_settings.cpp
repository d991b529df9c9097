// Which columns a config names for places on the genome.

#include <algorithm>

#include "core/text.h"
#include "qc/describe/suggestion.h"

namespace cre {
namespace {

/// The column of that role, when there is one and no more: of two genomes nobody knows which.
std::optional<std::string> only_column(const DescribedTable& table, ColumnRole role) {
  std::optional<std::string> found;
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    if (table.roles.columns[i].role == role) {
      if (found) {
        return std::nullopt;
      }
      found = table.name_of(i);
    }
  }
  return found;
}

}  // namespace

void suggest_places(const DescribedTable& table, Suggestion& made) {
  QcColumns& columns = made.qc.columns;
  const std::optional<std::string> start = only_column(table, ColumnRole::start);
  const std::optional<std::string> end = only_column(table, ColumnRole::end);
  if (table.roles.region) {
    columns.region = table.name_of(*table.roles.region);
  } else if (const auto chromosome = only_column(table, ColumnRole::chromosome); chromosome && start && end) {
    columns.chromosome = chromosome;
    columns.start = start;
    columns.end = end;
  }
  if (columns.has_places()) {
    columns.strand = only_column(table, ColumnRole::strand);
  }
}

void forget_places(Suggestion& made) {
  QcColumns& columns = made.qc.columns;
  columns.region = columns.chromosome = columns.start = columns.end = columns.strand = std::nullopt;
}

void fit_start_base(const QcTrial& trial, Suggestion& made) {
  if (!trial.start_base_note.empty() && !made.qc.columns.start_base) {
    made.qc.columns.start_base = 1 - made.qc.columns.starts_from();
    made.say("qc.columns", trial.start_base_note);
  }
}

bool is_place_column(const QcColumns& columns, const std::string& name) {
  const auto named = {columns.chromosome, columns.region, columns.start, columns.end, columns.strand};
  return std::find(named.begin(), named.end(), name) != named.end();
}

}  // namespace cre
