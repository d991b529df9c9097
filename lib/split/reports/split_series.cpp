#include "split/reports/split_series.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "statistics/histogram_json.h"

namespace cre {

SplitSeries ascending_by_split(const std::vector<double>& values, std::size_t stride, std::size_t offset,
                               const std::vector<Split>& splits) {
  SplitSeries out;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    const double value = values[row * stride + offset];
    if (is_used(splits[row]) && std::isfinite(value)) {
      out.at(static_cast<std::size_t>(splits[row])).push_back(value);
    }
  }
  for (auto& series : out) {
    std::sort(series.begin(), series.end());
  }
  return out;
}

nlohmann::json histogram_by_split(const SplitSeries& series) {
  std::vector<double> all;
  std::vector<std::pair<std::string, std::span<const double>>> named;
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    all.insert(all.end(), series.at(s).begin(), series.at(s).end());
    named.emplace_back(split_name(static_cast<Split>(s)), series.at(s));
  }
  std::sort(all.begin(), all.end());
  return histograms_json<nlohmann::json>(edges_for(all, kReportedBins), named);
}

}  // namespace cre
