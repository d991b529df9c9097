#pragma once
// Columns that a config leaves to the table.

#include <filesystem>
#include <string>
#include <vector>

#include "qc/qc_config.h"

namespace cre {

/// Nobody named tasks: they are those of the public tables.
bool are_default_tasks(const std::vector<QcTask>& tasks);

/// Columns that are kUsualColumn get their usual name where the table has it or a setting needs it, else null; the
/// default tasks lose the standard errors that the table lacks. Returns what was not found, for people; empty when all
/// of it was. Throws as DelimitedTable; does not open the table when nothing is left to it.
std::string name_usual_columns(QcConfig& config, const std::filesystem::path& table);

}  // namespace cre
