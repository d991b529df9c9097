#pragma once
// cre-qc --describe: what a table holds, and a config for it.

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "qc/describe/suggestion.h"

namespace cre {

struct TableDescription {
  DescribedTable table;
  Suggestion suggestion;
};

/// Looks at the first 100,000 rows at most (see SampleLimits). Settings of `given` are kept unless the table asks for
/// others. Throws as read_sample; what else is wrong with the table is said in the description.
TableDescription describe_table(const std::filesystem::path& file, const QcConfig& given, unsigned threads);

/// For people. All of it is a config file in YAML: what is said of the table are comments.
std::string description_text(const TableDescription& description);

/// What is found, in lines of comment.
std::string description_comment(const TableDescription& description);

/// For programs: what was looked at, columns with their roles, sequences, rules with what they would reject, findings,
/// comment (what is said in description_text above the config but for what to do), config (null where there can be
/// none; `unusable` says why) and config_text, the same as YAML.
nlohmann::ordered_json description_json(const TableDescription& description);

/// "activity of K562, maybe"; empty when nothing was guessed.
std::string role_text(const DescribedTable& table, std::size_t column);

/// What the fields are: "114 letters of ACGT", "-6.32 to 4.27, median -1.20; 631 missing (empty)".
std::string content_text(const ColumnProfile& profile, ColumnRole role);

/// At most so many characters, and "..." where some are left out.
std::string shortened(const std::string& text, std::size_t most);

}  // namespace cre
