#pragma once
// One or several tables of one experiment as one.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "qc/qc_config.h"
#include "qc/reading/row_parser.h"

namespace cre {

/// Is called for each table, calls `read`, which reads it and returns its SHA-256, once, and keeps that for the
/// manifest.
using TableRecorder = std::function<void(const std::filesystem::path& file, const std::function<std::string()>& read)>;

/// Reads one table after the other, each as read_table does, and joins their rows in this order. Of several tables the
/// first stratum is kSourceStratum, the name of the file; lines are those of each file, and ids that are row numbers
/// begin with table1_, table2_ and so on. Throws usage when a file is given twice, config when a column in qc.strata
/// has the name of that stratum, else as read_table. Columns that `config` leaves to the table are named in it, by the
/// first table.
ParsedLines read_tables(const std::vector<std::filesystem::path>& files, QcConfig& config, unsigned threads,
                        const TableRecorder& record);

/// "a.tsv, b.tsv": the names of the files without folders, for people.
std::string table_names(const std::vector<std::filesystem::path>& files);

}  // namespace cre
