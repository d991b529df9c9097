#pragma once
// The stage cre-qc.

#include <filesystem>

#include "core/stage_run.h"
#include "qc/qc_config.h"

namespace cre {

/// Reads the table, applies the rules, and writes elements.h5 (kept rows), rejected.tsv.gz (the others) and
/// qc_report.json. Writes nothing when the table cannot be used. Throws input and io.
void run_qc(const QcConfig& config, const std::filesystem::path& table, StageRun& stage);

}  // namespace cre
