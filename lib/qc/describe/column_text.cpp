// What is said of columns.

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "qc/describe/describe_table.h"

namespace cre {
namespace {

std::string number_of(double value) {
  const double size = std::abs(value);
  constexpr double kWritable = 1e15;
  if (size >= kWritable) {
    return number_text(value);
  }
  if (value == std::floor(value) || size >= 100) {
    return grouped(std::llround(value));
  }
  return fixed_text(value, size >= 1 ? 2 : 3);
}

std::string missing_text(const ColumnProfile& profile, ColumnRole role) {
  if (profile.missing == 0) {
    return "";
  }
  std::vector<std::string> words;
  for (const CountedWord& word : profile.missing_words) {
    words.push_back(word.word.empty() ? "empty" : concat("'", word.word, "'"));
  }
  words.resize(std::min<std::size_t>(words.size(), 3));
  // A minus is a strand or a deletion there.
  const bool is_meant = role == ColumnRole::strand || role == ColumnRole::allele;
  return concat("; ", grouped(profile.missing), is_meant ? " more (" : " missing (", join(words, ", "), ")");
}

std::string words_text(const ColumnProfile& profile) {
  if (!profile.holds_few_words()) {
    return concat(grouped(profile.distinct), " different, such as ", shortened(profile.example, 40));
  }
  std::vector<std::string> words;
  constexpr std::size_t kShown = 4;
  for (std::size_t i = 0; i < std::min(kShown, profile.common.size()); ++i) {
    words.push_back(concat(shortened(profile.common[i].word, 30), " (", grouped(profile.common[i].rows), ")"));
  }
  const std::size_t more = profile.common.size() - words.size();
  return join(words, ", ") + (more > 0 ? concat(" and ", more, " more") : std::string());
}

}  // namespace

std::string shortened(const std::string& text, std::size_t most) {
  return text.size() <= most ? text : concat(text.substr(0, most), "...");
}

std::string content_text(const ColumnProfile& profile, ColumnRole role) {
  std::string text;
  switch (profile.kind) {
    case ColumnKind::empty:
      return "no values";
    case ColumnKind::sequence:
      text = concat(profile.shortest == profile.longest ? concat(profile.longest, " letters")
                                                        : concat(profile.shortest, " to ", profile.longest, " letters"),
                    " of ", profile.letters, ": ", shortened(profile.example, 12));
      break;
    case ColumnKind::number:
    case ColumnKind::whole_number:
      text = concat(profile.kind == ColumnKind::number ? "" : "whole numbers, ", number_of(profile.low), " to ",
                    number_of(profile.high), ", median ", number_of(profile.median));
      break;
    case ColumnKind::text:
      text = words_text(profile);
      break;
  }
  text += missing_text(profile, role);
  for (std::size_t i = 0; i < std::min<std::size_t>(3, profile.odd_words.size()); ++i) {
    text += concat("; '", shortened(profile.odd_words[i].word, 20), "' in ", counted(profile.odd_words[i].rows, "row"));
  }
  return text;
}

std::string role_text(const DescribedTable& table, std::size_t column) {
  const ColumnGuess& guess = table.roles.columns[column];
  std::string text = role_name(guess.role);
  if (!guess.task.empty() && guess.task != text) {
    text += concat(" of ", guess.task);
  }
  if (guess.role == ColumnRole::id && !table.profiles[column].is_unique()) {
    text += ", not unique";
  }
  return text + (guess.certain || text.empty() ? "" : ", maybe");
}

}  // namespace cre
