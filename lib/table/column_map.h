#pragma once
// From column names in a config to places in a table's header.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "table/delimited_table.h"

namespace cre {

/// Looks up names and collects those that are missing, so that the user sees all of them in one message.
class ColumnMap {
 public:
  explicit ColumnMap(const DelimitedTable& table) : table_(table), unused_(table.columns()) {}

  /// Index of the column `name` (see find_name), which the config key `key` asks for; 0 when missing (check() tells).
  /// Throws input when the header has it twice.
  std::size_t find(const std::string& name, const std::string& key);
  /// Nothing when no column is asked for.
  std::optional<std::size_t> find(const std::optional<std::string>& name, const std::string& key);

  /// Throws input when any column was missing: names them, their config keys, likely misspellings, and what is there;
  /// `remedy` is added where none was found at all, else which keys may be null.
  void check(const std::string& remedy = "",
             const std::function<bool(const std::string& key)>& may_be_null = nullptr) const;
  /// Columns that were found in an unusual way, for people.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  const DelimitedTable& table_;
  struct Missing {
    std::string name, key;
  };
  std::vector<Missing> missing_;
  std::vector<std::string> unused_;  // columns that no name was found for so far
  std::vector<std::string> notes_;
  std::size_t found_ = 0;
};

}  // namespace cre
