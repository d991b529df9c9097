#include "eval/estimate.h"

#include <cmath>

#include "core/text.h"

namespace cre {

namespace {

constexpr double kSkippedShare = 0.01;

}  // namespace

nlohmann::ordered_json estimate_json(const Estimate& estimate, std::int64_t resamples) {
  nlohmann::ordered_json out = {{"value", estimate.value},
                                {"low", estimate.interval.low},
                                {"high", estimate.interval.high},
                                {"skipped", estimate.interval.skipped},
                                {"method", name_of(estimate.method, interval_methods())}};
  if (static_cast<double>(estimate.interval.skipped) > kSkippedShare * static_cast<double>(resamples)) {
    out["flagged"] = true;
  }
  if (!estimate.why.empty()) {
    out["why"] = estimate.why;
  }
  return out;
}

std::string estimate_cells(const Estimate& estimate) {
  return concat('\t', number_cell(estimate.value), '\t', number_cell(estimate.interval.low), '\t',
                number_cell(estimate.interval.high));
}

std::string number_cell(double value) {
  return std::isnan(value) ? "NA" : number_text(value);
}

}  // namespace cre
