#pragma once
// What the kept elements are made of, and how the activity goes with it.

#include <nlohmann/json.hpp>

#include "qc/kept_elements.h"
#include "qc/reports/gc_report.h"

namespace cre {

/// `bases` and `dinucleotides`: shares among the known bases, and among the pairs of neighbours of which both are
/// known; `cpg_observed_expected`: the share of CG over the product of the shares of C and G. Undefined numbers are
/// NaN.
nlohmann::ordered_json composition_report(const KeptElements& elements);

/// By quintiles of GC content (a quintile holds its upper cut point): `cut_points` (4), `rows` (5), and per task `mean`
/// (5), the mean activity, and `spearman`, of GC content and activity over the measured elements. `gc` (N).
nlohmann::ordered_json gc_activity_report(const KeptElements& elements, const GcContent& gc);

/// KeptElements `without` any N, and those with one in their `first`, `middle` and `last` third (an element can be in
/// several): `rows` and per task the `mean` activity. Null when no element has an N.
nlohmann::ordered_json n_position_report(const KeptElements& elements);

}  // namespace cre
