#pragma once
// What this build is made of; goes into `--version` and every manifest.

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace cre {

const char* version();
const char* git_commit();
bool git_dirty();

/// Libraries are named by those who link them: core does not know LibTorch.
void register_library(const std::string& name, const std::string& version);

/// {"compiler": "GNU 12.2.0", "build_type": "Release", "libraries": {"hdf5": "1.10.8", ...}}
nlohmann::json build_facts();

}  // namespace cre
