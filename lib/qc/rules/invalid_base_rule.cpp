// Rule: every character of a sequence is a base.

#include <algorithm>

#include "core/text.h"
#include "qc/rules/rejection.h"
#include "qc/rules/rules.h"
#include "sequence/base_codes.h"

namespace cre {
namespace {

bool is_accepted(char letter, Iupac iupac) {
  const std::uint8_t code = base_code(letter);
  return code <= kBaseN || (code == kAmbiguousBase && iupac == Iupac::to_n);
}

std::size_t first_invalid(std::string_view letters, Iupac iupac) {
  const auto found = std::find_if_not(letters.begin(), letters.end(), [=](char c) { return is_accepted(c, iupac); });
  return static_cast<std::size_t>(found - letters.begin());
}

/// Is it U what is wrong with the first sequence that has something wrong?
bool looks_like_rna(const MeasuredTable& table, Iupac iupac) {
  constexpr std::size_t kRowsForKindOfBases = 1000;
  for (std::size_t row = 0; row < std::min(table.rows(), kRowsForKindOfBases); ++row) {
    const std::string letters = table.whole_sequence(row);
    const std::size_t place = first_invalid(letters, iupac);
    if (place < letters.size()) {
      return letters[place] == 'U';
    }
  }
  return false;
}

}  // namespace

Rule invalid_base_rule(const RuleInput& input) {
  const MeasuredTable& table = input.table;
  const QcConfig& config = input.config;
  Rule rule{.code = "invalid_base"};
  rule.title = config.iupac == Iupac::to_n ? "character that is no IUPAC base" : "character outside ACGTN";
  rule.remedy = config.iupac == Iupac::to_n ? "check that qc.columns.sequence names the DNA sequence"
                                            : "qc.iupac: to_n reads ambiguity codes as N";
  if (looks_like_rna(table, config.iupac)) {
    rule.remedy = "U is a base of RNA: write T for it";
  }
  rule.fails = [&table, iupac = config.iupac](std::size_t row) {
    if (table.sequences.is_packed(row)) {
      return false;
    }
    const LetterCounts counts = table.sequences.counts(row);
    const std::size_t accepted = std::size_t{counts.known} + counts.n + (iupac == Iupac::to_n ? counts.ambiguous : 0U);
    return accepted < table.sequences.length(row);
  };
  rule.detail = [&table, iupac = config.iupac](std::size_t row) {
    const std::string letters = table.whole_sequence(row);
    const std::size_t place = first_invalid(letters, iupac);
    return concat(quoted_value(std::string_view(letters).substr(place, 1)), " at base ", place + 1);
  };
  return rule;
}

}  // namespace cre
