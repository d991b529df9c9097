#include "qc/reports/gc_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/text.h"
#include "sequence/base_codes.h"
#include "sequence/gc_content.h"
#include "statistics/summary.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kLowGc = 0.3, kHighGc = 0.7;
constexpr std::array<double, 5> kGcPercentiles = {1, 5, 50, 95, 99};

}  // namespace

Json gc_report(std::vector<double> gc) {
  std::erase_if(gc, [](double value) { return std::isnan(value); });
  const Summary summary = summarize(gc);
  std::sort(gc.begin(), gc.end());
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
  std::vector<std::uint8_t> codes;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    codes.clear();
    for (const char letter : table.sequence(row)) {
      codes.push_back(base_code(letter));
    }
    gc[row] = gc_content(codes);
  }
  return gc;
}

std::vector<double> gc_of(const Elements& elements) {
  const auto length = static_cast<std::size_t>(elements.length);
  std::vector<double> gc(elements.rows());
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    gc[row] = gc_content(std::span(elements.codes).subspan(row * length, length));
  }
  return gc;
}

}  // namespace cre
