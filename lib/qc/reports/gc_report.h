#pragma once
// GC content of the elements.

#include <vector>

#include <nlohmann/json.hpp>

#include "qc/kept_elements.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// Share of G and C among the letters ACGT of each row; NaN for a row without any of them.
std::vector<double> gc_of(const MeasuredTable& table);
std::vector<double> gc_of(const KeptElements& elements);

/// n, mean, sd, percentiles 1, 5, 50, 95, 99, and the tails: share of rows below 0.3 and above 0.7; of what gc_of
/// gives, without its NaN.
nlohmann::ordered_json gc_report(std::vector<double> gc);

}  // namespace cre
