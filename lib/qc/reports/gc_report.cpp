#include "qc/reports/gc_report.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.h"
#include "sequence/letter_counts.h"
#include "statistics/ascending_order.h"
#include "statistics/summary.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kLowGc = 0.3, kHighGc = 0.7;
constexpr std::array<double, 5> kGcPercentiles = {1, 5, 50, 95, 99};

double share_of_gc(const LetterCounts& counts) {
  return static_cast<double>(counts.gc) / static_cast<double>(counts.known);  // 0 / 0 is NaN
}

}  // namespace

Json gc_report(std::vector<double> gc) {
  std::erase_if(gc, [](double value) { return std::isnan(value); });
  const Summary summary = summarize(gc);
  sort_ascending(gc);
  const auto rows = static_cast<double>(gc.size());
  const auto below = std::lower_bound(gc.begin(), gc.end(), kLowGc) - gc.begin();
  const auto above = gc.end() - std::upper_bound(gc.begin(), gc.end(), kHighGc);
  Json percentiles = Json::object();
  for (const double percent : kGcPercentiles) {
    percentiles[number_text(percent)] = percentile_of_sorted(gc, percent);
  }
  return {{"n", summary.n},
          {"mean", summary.mean},
          {"sd", summary.sd},
          {"percentiles", percentiles},
          {"below_0.3", static_cast<double>(below) / rows},
          {"above_0.7", static_cast<double>(above) / rows}};
}

std::vector<double> gc_of(const MeasuredTable& table) {
  std::vector<double> gc(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    gc[row] = share_of_gc(table.ends.empty() ? table.sequences.counts(row) : count_letters(table.sequence(row)));
  }
  return gc;
}

std::vector<double> gc_of(const KeptElements& elements) {
  std::vector<double> gc(elements.rows());
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    gc[row] = share_of_gc(elements.sequences.counts(row));
  }
  return gc;
}

}  // namespace cre
