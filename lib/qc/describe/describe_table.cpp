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
  out.table.roles = guess_roles(out.table.sample, out.table.profiles, missing, given.tasks);
  out.suggestion = suggest_config(out.table, given, threads);
  return out;
}

}  // namespace cre
