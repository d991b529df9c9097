#pragma once
// The stage cre-qc.

#include <filesystem>
#include <vector>

#include "core/stage_run.h"
#include "qc/qc_config.h"

namespace cre {

/// Reads the tables, applies the rules, and writes elements.h5 (kept rows), rejected.tsv.gz (the others) and
/// qc_report.json. Writes nothing when the tables cannot be used. Throws input and io.
void run_qc(QcConfig config, const std::vector<std::filesystem::path>& tables, StageRun& stage);

}  // namespace cre
