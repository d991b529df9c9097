#pragma once
// Tables for testing descriptions: written, read and guessed at.

#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "core/text.h"
#include "qc/describe/describe_table.h"
#include "temporary_folder.h"

namespace cre {

/// The same sequence for the same number.
inline std::string made_up_sequence(int number, int length = 40) {
  std::mt19937 random(static_cast<unsigned>(number));
  std::string out;
  for (int i = 0; i < length; ++i) {
    out += "ACGT"[random() % 4];
  }
  return out;
}

/// A number with decimals, different for different rows.
inline std::string made_up_number(int row) {
  return fixed_text(0.01 * ((row * 37) % 101) - 0.4 + 0.0001 * row, 4);
}

/// Describes `content` as a file with that name.
inline TableDescription described(const std::string& content, const QcConfig& given = {},
                                  const std::string& name = "t.tsv") {
  const TemporaryFolder folder;
  std::ofstream(folder / name, std::ios::binary) << content;
  return describe_table(folder / name, given, 1);
}

/// A header and 40 rows, of which `cells` makes the fields.
template <class Cells>
std::string table_of(const std::string& header, Cells cells, int rows = 40) {
  std::string out = header + "\n";
  for (int row = 0; row < rows; ++row) {
    out += join(cells(row), "\t") + "\n";
  }
  return out;
}

/// Roles of all columns as texts.
inline std::vector<std::string> roles_of(const TableDescription& found) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < found.table.profiles.size(); ++i) {
    out.push_back(role_text(found.table, i));
  }
  return out;
}

}  // namespace cre
