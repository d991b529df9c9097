#pragma once
// The part of a text that names a group, for instance the locus in the id of a variant.

#include <memory>
#include <optional>
#include <string>

#include "qc/qc_config.h"
#include "storage/elements.h"

namespace cre {

/// A regular expression in the syntax of RE2, which is that of Perl and Python without look-around and back-references.
class GroupPattern {
 public:
  /// Throws config, with RE2's reason, when `expression` is not a regular expression.
  explicit GroupPattern(const std::string& expression);
  ~GroupPattern();
  GroupPattern(const GroupPattern&) = delete;
  GroupPattern& operator=(const GroupPattern&) = delete;

  /// The first capture group, or without one the whole, of the leftmost match in `text` (of several from there the one
  /// that the expression names first). Nothing when nothing matches, or nothing but an empty text.
  std::optional<std::string> find(const std::string& text) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

/// Replaces each value of the group column (`elements.group_name`) by what qc.columns.group_pattern finds in it; a
/// value in which it finds nothing stays as it is, a missing one (empty) as well. Returns a warning when only a part of
/// the values match, else an empty text. Throws input when none does, naming pattern, column and a value.
std::string apply_group_pattern(Elements& elements, const QcColumns& columns);

}  // namespace cre
