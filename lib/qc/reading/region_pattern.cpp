#include "qc/reading/region_pattern.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

#include "core/error.h"
#include "core/text.h"
#include "qc/compiled_pattern.h"

namespace cre {

namespace {

constexpr const char* kRegion =
    R"(^(?P<chromosome>[^:\s]+):(?P<start>\d+)(?:\.\.|-)(?P<end>\d+)(?:[,:]?\(?(?P<strand>[-+.*])\)?)?$)";
constexpr std::array<const char*, 4> kGroups = {"chromosome", "start", "end", "strand"};

}  // namespace

RegionPattern::RegionPattern(const std::optional<std::string>& expression)
    : compiled_(compiled_pattern(expression.value_or(kRegion))), group_(kGroups.size(), 0) {
  const std::vector<std::string> known(kGroups.begin(), kGroups.end());
  for (const auto& [name, number] : compiled_->NamedCapturingGroups()) {
    const auto place = std::find(known.begin(), known.end(), name);
    if (place == known.end()) {
      fail(ErrorKind::config, "the group '", name, "' is unknown", suggestion(name, known),
           "; allowed: ", join(known, ", "));
    }
    group_[static_cast<std::size_t>(place - known.begin())] = static_cast<std::size_t>(number);
  }
  if (group_[0] == 0) {
    fail(ErrorKind::config, "'", *expression, "' has no group (?P<chromosome>...)");
  }
  if ((group_[1] == 0) != (group_[2] == 0)) {
    fail(ErrorKind::config, "'", *expression, "' has only one of the groups start and end; both or none are needed");
  }
}

std::optional<RegionWords> RegionPattern::find(std::string_view text) const {
  std::vector<re2::StringPiece> found(static_cast<std::size_t>(compiled_->NumberOfCapturingGroups()) + 1);
  if (!compiled_->Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), re2::RE2::UNANCHORED, found.data(),
                        static_cast<int>(found.size()))) {
    return std::nullopt;
  }
  const auto word = [&](std::size_t group) {
    const re2::StringPiece piece = group_[group] == 0 ? re2::StringPiece() : found[group_[group]];
    return std::string_view(piece.data(), piece.size());
  };
  RegionWords out{word(0), word(1), word(2), word(3)};
  return out.chromosome.empty() ? std::nullopt : std::optional(out);
}

}  // namespace cre
