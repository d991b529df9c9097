#include "table/column_map.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "table/column_names.h"

namespace cre {
namespace {

constexpr std::size_t kMostNamesShown = 40;

std::string shown(std::vector<std::string> names) {
  if (names.size() <= kMostNamesShown) {
    return join(names, ", ");
  }
  const std::size_t more = names.size() - kMostNamesShown;
  names.resize(kMostNamesShown);
  return concat(join(names, ", "), " and ", more, " more");
}

}  // namespace

std::size_t ColumnMap::find(const std::string& name, const std::string& key) {
  const NameMatch match = find_name(table_.header().names, name);
  if (match.count == 0) {
    missing_.push_back({name, key});
    return 0;
  }
  const std::string& column = table_.columns()[match.index];
  if (match.count > 1) {
    fail(ErrorKind::input, table_.file(), ": line ", table_.header().line, " (header): column '", on_one_line(name),
         "' (", key, ") is there twice");
  }
  if (match.by_first_line) {
    notes_.push_back(concat("the column '", column, "' is taken for '", name, "' (", key, ")"));
  }
  std::erase(unused_, column);
  ++found_;
  return match.index;
}

std::optional<std::size_t> ColumnMap::find(const std::optional<std::string>& name, const std::string& key) {
  if (!name) {
    return std::nullopt;
  }
  return find(*name, key);
}

void ColumnMap::check(const std::string& remedy, const std::function<bool(const std::string&)>& may_be_null) const {
  if (missing_.empty()) {
    return;
  }
  std::vector<std::string> messages;
  std::vector<std::string> nullable;
  for (const Missing& missing : missing_) {
    const bool is_number = parse_integer(missing.name).has_value();  // of a column without a name
    messages.push_back(concat("'", on_one_line(missing.name), "' (", missing.key, ")",
                              is_number ? std::string() : suggestion(missing.name, unused_)));
    if (may_be_null && may_be_null(missing.key)) {
      nullable.push_back(missing.key);
    }
  }
  std::string last = found_ == 0 && !remedy.empty() ? concat("; ", remedy) : "";
  if (found_ > 0 && !nullable.empty()) {
    last = concat("; null is allowed for ", join(nullable, ", "), ", where a table has none");
  }
  const std::int64_t line = table_.header().line;
  fail(ErrorKind::input, table_.file(), line > 1 ? concat(": line ", line, " (header)") : "", ": no column ",
       join(messages, ", "), "; columns present: ", shown(table_.columns()), last);
}

}  // namespace cre
