#include "qc/reading/read_tables.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "qc/reading/read_table.h"
#include "qc/reading/usual_columns.h"

namespace cre {

namespace {

namespace fs = std::filesystem;

/// Names without folders; of equal ones the second is "a.tsv (2)".
std::vector<std::string> source_names(const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  for (const fs::path& file : files) {
    const std::string name = file.filename().string();
    std::string different = name;
    for (int number = 2; std::find(names.begin(), names.end(), different) != names.end(); ++number) {
      different = concat(name, " (", number, ")");
    }
    names.push_back(std::move(different));
  }
  return names;
}

void check_sources(const std::vector<fs::path>& files, const QcConfig& config) {
  std::set<fs::path> seen;
  for (const fs::path& file : files) {
    if (!seen.insert(fs::weakly_canonical(file)).second) {
      fail(ErrorKind::usage, "--table ", file, ": is given twice; name each file once");
    }
  }
  if (std::find(config.strata.begin(), config.strata.end(), kSourceStratum) != config.strata.end()) {
    fail(ErrorKind::config, "qc.strata: '", kSourceStratum, "' is the stratum of the files where there are several; ",
         "call the column otherwise");
  }
}

/// Marks the rows of the table number `number` as its own.
void mark_source(ParsedLines& rows, std::size_t number, const std::string& name, const QcConfig& config) {
  const std::string start = config.columns.id ? "" : concat("table", number + 1, "_");
  if (!start.empty()) {
    PackedTexts ids;
    for (const std::string_view id : rows.table.id) {
      ids.push_back(concat(start, id));
    }
    rows.table.id = std::move(ids);
  }
  for (Rejection& line : rows.malformed) {
    line.id.insert(0, start);
    line.source = number;
  }
  rows.table.sources = {name};
  rows.table.strata.insert(rows.table.strata.begin(),
                           {kSourceStratum, {name}, std::vector<std::int16_t>(rows.table.rows(), 0)});
  for (std::string& note : rows.notes) {
    note.insert(0, name + ": ");
  }
}

}  // namespace

std::string table_names(const std::vector<fs::path>& files) {
  return join(source_names(files), ", ");
}

ParsedLines read_tables(const std::vector<fs::path>& files, QcConfig& config, unsigned threads,
                        const TableRecorder& record) {
  std::string lacking;
  const auto read_one = [&](const fs::path& file) {
    ParsedLines rows;
    record(file, [&] {
      if (file == files.front()) {
        lacking = name_usual_columns(config, file);
      }
      rows = read_table(file, config, threads);
      return rows.sha256;
    });
    return rows;
  };
  if (files.size() == 1) {
    ParsedLines rows = read_one(files.front());
    rows.lacking = lacking;
    return rows;
  }
  check_sources(files, config);
  const std::vector<std::string> names = source_names(files);
  ParsedLines all;
  all.table.tasks = config.tasks.size();
  for (std::size_t i = 0; i < files.size(); ++i) {
    ParsedLines rows = read_one(files[i]);
    mark_source(rows, i, names[i], config);
    all.append(std::move(rows));
  }
  all.lacking = lacking;
  return all;
}

}  // namespace cre
