#pragma once
// GC content of the elements.

#include <nlohmann/json.hpp>

#include "qc/reading/measured_table.h"
#include "storage/elements.h"

namespace cre {

/// n, mean, sd, percentiles 1, 5, 50, 95, 99, and the tails: share of rows below 0.3 and above 0.7.
/// Letters outside ACGT are left out; so are rows without any of them.
nlohmann::ordered_json gc_report(const MeasuredTable& table);
nlohmann::ordered_json gc_report(const Elements& elements);

}  // namespace cre
