#pragma once
// What was measured, from the dataset of cre-encode.

#include <filesystem>
#include <string>
#include <vector>

#include "eval/external/truth.h"
#include "storage/dataset.h"

namespace cre {

/// `tasks`: some of those of the dataset. The minimum gap is that of all its tasks, so with fewer there is none.
Truth dataset_truth(Dataset dataset, const std::vector<std::string>& tasks, Split split,
                    const std::filesystem::path& file);

}  // namespace cre
