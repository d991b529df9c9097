#include "qc/describe/describe_table.h"

namespace cre {

TableDescription describe_table(const std::filesystem::path& file, const QcConfig& given, unsigned threads) {
  TableDescription out;
  out.table.file = file;
  out.table.sample = read_sample(file, given);
  const MissingWords missing(given.missing);
  for (const TextColumn& column : out.table.sample.columns) {
    out.table.profiles.push_back(profile_column(column, missing, out.table.sample.decimal_commas, given.plausibility));
  }
  out.table.roles = guess_roles(out.table.sample, out.table.profiles, missing);
  out.suggestion = suggest_config(out.table, given, threads);
  return out;
}

std::string role_text(const DescribedTable& table, std::size_t column) {
  const ColumnGuess& guess = table.roles.columns[column];
  std::string text = role_name(guess.role);
  if (!guess.task.empty()) {
    text += concat(" of ", guess.task);
  }
  if (guess.role == ColumnRole::id && !table.profiles[column].is_unique()) {
    text += ", not unique";
  }
  return text + (guess.certain || text.empty() ? "" : ", maybe");
}

}  // namespace cre
