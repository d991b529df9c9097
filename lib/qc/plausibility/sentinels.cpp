#include "qc/plausibility/sentinels.h"

#include <algorithm>

#include "core/text.h"
#include "statistics/summary.h"

namespace cre {
namespace {

std::string values_text(const std::vector<RepeatedValue>& values) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(kShown, values.size()); ++i) {
    out.push_back(concat(values[i].value, " (", counted(values[i].rows, "row"), ")"));
  }
  return concat(join(out, ", "), values.size() > kShown ? ", ..." : "");
}

}  // namespace

std::vector<RepeatedValue> different_values(const ValueCounts& counts) {
  std::vector<RepeatedValue> out;
  for (std::size_t i = 0; i < counts.values().size(); ++i) {
    const double value = counts.values()[i];
    if (out.empty() || out.back().value != value) {
      out.push_back({value, 0});
    }
    out.back().rows += counts.count(i);
  }
  return out;
}

std::vector<RepeatedValue> sentinels(const std::vector<RepeatedValue>& values, const PlausibilityConfig& config) {
  std::vector<double> different;
  for (const RepeatedValue& value : values) {
    different.push_back(value.value);
  }
  const double low = percentile_of_sorted(different, 25);
  const double high = percentile_of_sorted(different, 75);
  const double margin = config.sentinel_distance * (high - low);
  std::vector<RepeatedValue> out;
  for (const RepeatedValue& value : values) {
    const bool outside = value.value < low - margin || value.value > high + margin;
    if (outside && value.rows >= static_cast<std::size_t>(config.sentinel_repeats)) {
      out.push_back(value);
    }
  }
  return out;
}

void add_sentinels(const std::string& column, const std::vector<RepeatedValue>& sentinels, Findings& findings) {
  if (sentinels.empty()) {
    return;
  }
  findings.push_back(
      {"sentinel", concat("column ", column, ": ", values_text(sentinels), " is far outside of all other ",
                          "values: does it stand for a missing one? Leave such cells empty, or write NA")});
}

}  // namespace cre
