#pragma once
// Whether what is left after all rules can be used at all.

#include <filesystem>
#include <vector>

#include "qc/kept_elements.h"
#include "qc/qc_config.h"
#include "qc/rules/rejection.h"

namespace cre {

/// Throws input when every row was rejected (saying what most rows failed), when an id is there twice, or when a task
/// has no measured value or the same one in all rows. `table` is for the message.
void check_usable(const KeptElements& elements, const Rejections& rejections, const QcConfig& config,
                  const std::filesystem::path& table, unsigned threads = 1);

}  // namespace cre
