#pragma once
// GC content of the elements.

#include <cstddef>
#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include "qc/kept_elements.h"
#include "qc/reading/measured_table.h"
#include "statistics/value_counts.h"

namespace cre {

/// Share of G and C among the letters ACGT of N rows.
struct GcContent {
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFFU;  // a row without any of these letters

  std::vector<std::uint32_t> place;  // (N) in counts.values(), or kUnknown
  ValueCounts counts;                // of the rows where it is known

  bool is_known(std::size_t row) const { return place[row] != kUnknown; }
  double operator[](std::size_t row) const { return counts.values()[place[row]]; }
};
GcContent gc_of(const MeasuredTable& table);
GcContent gc_of(const KeptElements& elements);

/// n, mean, sd, percentiles 1, 5, 50, 95, 99, and the tails: share of rows below 0.3 and above 0.7; of the rows where
/// it is known.
nlohmann::ordered_json gc_report(const GcContent& gc);

}  // namespace cre
