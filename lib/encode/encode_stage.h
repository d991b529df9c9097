#pragma once
// The stage that runs as cre-encode.

#include <filesystem>

#include "core/stage_run.h"
#include "encode/encode_config.h"
#include "storage/dataset.h"
#include "storage/elements.h"

namespace cre {

/// Joins elements and split, fits the scaler, standardizes. Row order is that of the elements.
Dataset encode(const Elements& elements, const SplitAssignment& assignment, const EncodeToolConfig& config,
               unsigned threads = 1);

/// Reads elements.h5, split.h5 and the motif file of the settings, if any, and writes dataset.h5 and scaler.json.
/// Throws integrity when the split was made from other elements, and what motif_features() throws.
void run_encode(const EncodeToolConfig& config, const std::filesystem::path& elements,
                const std::filesystem::path& split, StageRun& stage);

}  // namespace cre
