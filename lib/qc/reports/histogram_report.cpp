#include "qc/reports/histogram_report.h"

#include <map>

#include "statistics/histogram_json.h"
#include "statistics/summary.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostLengths = kReportedBins;  // that are counted one by one
constexpr std::size_t kGcBins = 50;                  // of 0.02

Json before_and_after(const Histogram& before, const Histogram& after) {
  return counted_json<Json>({{"before", before}, {"after", after}});
}

}  // namespace

Json length_histogram(const MeasuredTable& table) {
  std::map<std::int64_t, std::int64_t> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ++rows[static_cast<std::int64_t>(table.insert_length(row))];
  }
  Json counts = Json::array(), places = Json::array();
  if (rows.size() <= kMostLengths) {
    for (const auto& [length, count] : rows) {
      places.push_back(length);
      counts.push_back(count);
    }
    return {{"values", places}, {"before", counts}};
  }
  const std::int64_t bins = static_cast<std::int64_t>(kMostLengths), shortest = rows.begin()->first;
  const std::int64_t width = (rows.rbegin()->first - shortest) / bins + 1;
  auto next = rows.begin();
  for (std::int64_t bin = 0; next != rows.end(); ++bin) {
    std::int64_t count = 0;
    for (; next != rows.end() && next->first < shortest + (bin + 1) * width; ++next) {
      count += next->second;
    }
    places.push_back(shortest + bin * width);
    counts.push_back(count);
  }
  places.push_back(places.back().get<std::int64_t>() + width);
  return {{"edges", places}, {"before", counts}};
}

Histogram gc_histogram(const ValueCounts& gc) {
  return histogram(gc, equal_width_edges(0.0, 1.0, kGcBins));
}

Json histogram_report(const TableShape& before, const std::vector<TaskShape>& kept, const Histogram& kept_gc,
                      const std::vector<std::string>& tasks) {
  Json by_task = Json::object();
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    by_task[tasks[task]] = {
        {"activity", before_and_after(before.tasks[task].activity, kept[task].activity)},
        {"standard_error", before_and_after(before.tasks[task].standard_error, kept[task].standard_error)}};
  }
  return {{"tasks", by_task}, {"gc", before_and_after(before.gc, kept_gc)}, {"length", before.length}};
}

}  // namespace cre
