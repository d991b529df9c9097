#pragma once
// The part of a text that names a group, for instance the locus in the id of a variant.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "qc/kept_elements.h"
#include "qc/qc_config.h"

namespace re2 {
class RE2;
}

namespace cre {

/// A regular expression in the syntax of RE2, which is that of Perl and Python without look-around and back-references.
class GroupPattern {
 public:
  /// Throws config, with RE2's reason, when `expression` is not a regular expression.
  explicit GroupPattern(const std::string& expression);

  /// The first capture group, or without one the whole, of the leftmost match in `text` (of several from there the one
  /// that the expression names first). Nothing when nothing matches, or nothing but an empty text.
  std::optional<std::string> find(std::string_view text) const;
  /// Whether it matches anywhere in `text`.
  bool matches(std::string_view text) const;

 private:
  std::shared_ptr<const re2::RE2> compiled_;
};

/// Replaces each value of the group column (`elements.group_name`) by what qc.columns.group_pattern finds in it; a
/// value in which it finds nothing stays as it is, a missing one (empty) as well. Returns a warning when only a part of
/// the values match, else an empty text. Throws input when none does, naming pattern, column and a value.
std::string apply_group_pattern(KeptElements& elements, const QcColumns& columns);

}  // namespace cre
