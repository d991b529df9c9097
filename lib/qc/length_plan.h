#pragma once
// Which length the elements get, and what happens to those of another length.

#include <cstdint>
#include <string_view>

#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"

namespace cre {

/// Lengths of all readable inserts, bases.
struct LengthProfile {
  double mean = 0.0;
  double median = 0.0;
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::int64_t mode = 0;    // the longer one of two equally common lengths
  double mode_share = 0.0;  // of rows
};

enum class OffLengthAction { reject, adjust };

struct LengthPlan {
  std::int64_t length = 0;  // L, bases
  OffLengthAction action = OffLengthAction::reject;
  double off_fraction = 0.0;  // share of rows of another length
  std::int64_t longer = 0;    // rows with more than L bases
  std::int64_t shorter = 0;   // rows with fewer
  LengthProfile profile = {};

  bool fits(std::size_t bases) const { return static_cast<std::int64_t>(bases) == length; }
};

/// Of the inserts of readable sequences, but for excluded rows. `table` has at least one row. Throws input when most
/// sequences are empty or no sequences of bases, or none has the ends of the table.
LengthPlan plan_length(const MeasuredTable& table, const QcConfig& config);

/// How a sequence of another length becomes one of L: bases [begin, begin + count) of it, N before and after.
struct LengthFit {
  std::size_t begin = 0;
  std::size_t count = 0;
  std::size_t n_before = 0;
  std::size_t n_after = 0;
};

/// Trims to the centre or pads evenly; where it does not divide evenly the extra base goes to the 3' end.
LengthFit fit_length(std::size_t bases, std::int64_t length);

}  // namespace cre
