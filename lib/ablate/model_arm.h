#pragma once
// The arms of an ablation, as the command line names them.

#include <filesystem>
#include <string>
#include <vector>

namespace cre {

/// What the command line says: a name and one predictions file a seed.
struct ArmFiles {
  std::string name;
  std::vector<std::filesystem::path> files;
};

/// Reads "NAME=FILE[,FILE...]". Throws usage when a part is empty or a name occurs twice or is "base".
std::vector<ArmFiles> parse_variants(const std::vector<std::string>& arguments);

}  // namespace cre
