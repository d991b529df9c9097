#pragma once
// A place on the genome within a text: chr11:5248266..5248380,-

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace cre {

/// As written; an empty text where the pattern says nothing.
struct RegionWords {
  std::string_view chromosome, start, end, strand;
};

/// A regular expression with named groups, see qc.columns.region_pattern.
class RegionPattern {
 public:
  /// Without an expression: chr11:5248266..5248380 or chr11:5248266-5248380 as the whole text, perhaps with a strand
  /// behind it (",+", ":+", "(+)"). Throws config when it is no regular expression, when its groups have other names
  /// than chromosome, start, end and strand, or when chromosome is missing or only one of start and end is there.
  explicit RegionPattern(const std::optional<std::string>& expression);

  /// The groups of the leftmost match in `text`. Nothing when it has none, or one with an empty chromosome.
  std::optional<RegionWords> find(std::string_view text) const;
  bool has_positions() const { return group_[1] != 0; }
  bool has_strand() const { return group_[3] != 0; }

 private:
  std::shared_ptr<const re2::RE2> compiled_;
  std::vector<std::size_t> group_;  // (4) number of the group of chromosome, start, end, strand; 0: none
};

}  // namespace cre
