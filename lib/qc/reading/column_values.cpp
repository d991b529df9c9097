#include "qc/reading/column_values.h"

#include <algorithm>

#include "core/text.h"
#include "table/column_names.h"

namespace cre {

ColumnValues::ColumnValues(const WordMaps& values, const std::vector<std::string>& columns) {
  for (const auto& [column, meanings] : values) {
    const NameMatch match = find_name(columns, column);
    if (match.count == 0) {
      continue;
    }
    Words words;
    for (const auto& [word, meaning] : meanings) {
      words.emplace(strip(word), meaning.value_or(""));
    }
    columns_.emplace_back(match.index, std::move(words));
  }
}

void ColumnValues::apply(std::vector<std::string_view>& fields) const {
  for (const auto& [column, words] : columns_) {
    if (column >= fields.size()) {
      continue;
    }
    if (const auto found = words.find(strip(fields[column])); found != words.end()) {
      fields[column] = found->second;
    }
  }
}

std::vector<std::string> missing_words(const QcConfig& config) {
  std::vector<std::string> words = config.missing;
  const bool any_null = std::any_of(config.values.begin(), config.values.end(), [](const auto& column) {
    return std::any_of(column.second.begin(), column.second.end(), [](const auto& word) { return !word.second; });
  });
  if (any_null) {
    words.emplace_back();
  }
  return words;
}

}  // namespace cre
