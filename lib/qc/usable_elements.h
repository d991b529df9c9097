#pragma once
// Whether what is left after all rules can be used at all.

#include <filesystem>
#include <vector>

#include "qc/qc_config.h"
#include "qc/rules/rejection.h"
#include "storage/elements.h"

namespace cre {

/// Throws input when every row was rejected (saying what most rows failed), when an id is there twice, or when a task
/// has no measured value or the same one in all rows. `table` is for the message.
void check_usable(const Elements& elements, const std::vector<Rejection>& rejections, const QcConfig& config,
                  const std::filesystem::path& table);

}  // namespace cre
