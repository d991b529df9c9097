#pragma once
// The part of a text that names a group, for instance the locus in the id of a variant.

#include <memory>
#include <string>

namespace cre {

/// A POSIX extended regular expression. (Not std::regex: it recurses once per character.)
class GroupPattern {
 public:
  /// Throws config when `expression` is not a regular expression.
  explicit GroupPattern(const std::string& expression);
  ~GroupPattern();
  GroupPattern(const GroupPattern&) = delete;
  GroupPattern& operator=(const GroupPattern&) = delete;

  /// The leftmost longest match in `text`, the whole text where nothing matches.
  std::string find(const std::string& text) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace cre
