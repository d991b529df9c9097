#include "table/column_map.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace cre {
namespace {

constexpr std::size_t kMostNamesShown = 40;

std::string shown(std::vector<std::string> names) {
  if (names.size() <= kMostNamesShown) return join(names, ", ");
  const std::size_t more = names.size() - kMostNamesShown;
  names.resize(kMostNamesShown);
  return concat(join(names, ", "), " and ", more, " more");
}

}  // namespace

std::size_t ColumnMap::find(const std::string& name, const std::string& key) {
  const std::vector<std::string>& columns = table_.columns();
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) {
    missing_.push_back({name, key});
    return 0;
  }
  if (std::count(columns.begin(), columns.end(), name) > 1) {
    fail(ErrorKind::input, table_.file(), ": line 1 (header): column '", name, "' (", key, ") is there twice");
  }
  std::erase(unused_, name);
  return static_cast<std::size_t>(found - columns.begin());
}

std::optional<std::size_t> ColumnMap::find(const std::optional<std::string>& name, const std::string& key) {
  if (!name) return std::nullopt;
  return find(*name, key);
}

void ColumnMap::check() const {
  if (missing_.empty()) return;
  std::vector<std::string> messages;
  for (const Missing& missing : missing_) {
    messages.push_back(concat("'", missing.name, "' (", missing.key, ")", suggestion(missing.name, unused_)));
  }
  fail(ErrorKind::input, table_.file(), ": no column ", join(messages, ", "),
       "; columns present: ", shown(table_.columns()));
}

}  // namespace cre
