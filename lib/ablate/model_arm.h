#pragma once
// The arms of an ablation, as the command line names them.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cre {

/// What files call the base, and the linear model of cre-baseline. "Baseline" alone is the base everywhere in an
/// ablation: variants differ from it. The name of the linear one has a blank, which no variant of the workflow has.
inline constexpr std::string_view kBaseName = "base";
inline constexpr std::string_view kLinearBaselineName = "linear baseline";

/// What the command line says: a name and one predictions file a seed.
struct ArmFiles {
  std::string name;
  std::vector<std::filesystem::path> files;
};

/// Reads "NAME=FILE[,FILE...]". Throws usage when a part is empty or a name occurs twice or is one of the above.
std::vector<ArmFiles> parse_variants(const std::vector<std::string>& arguments);

}  // namespace cre
