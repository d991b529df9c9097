#pragma once
// Weights of elements in the loss.

#include "qc/kept_elements.h"
#include "qc/qc_config.h"

namespace cre {

/// Sets Elements::weight by standard errors, masks and activities as they are: 1, or when the config wants weights,
/// min(1 / (SE^2 + 1e-6), 25). What is measured without a standard error gets the mean weight of its task; a task
/// without any that of all tasks.
void weigh_elements(KeptElements& elements, const QcConfig& config);

}  // namespace cre
