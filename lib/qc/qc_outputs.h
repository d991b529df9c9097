#pragma once
// Internal to lib/qc: what cre-qc writes.

#include <string>
#include <vector>

#include "core/stage_run.h"
#include "qc/reports/qc_report.h"
#include "qc/rules/rejection.h"

namespace cre {

/// elements.h5, qc_report.json, rejected.tsv.gz and on request kept.tsv.gz, made side by side; counts rows for the
/// manifest. `rejections` in the order of the table, `sources` the names of several. Throws io.
void write_outputs(const QcResult& result, const Rejections& rejections, const std::vector<std::string>& sources,
                   StageRun& stage);

}  // namespace cre
