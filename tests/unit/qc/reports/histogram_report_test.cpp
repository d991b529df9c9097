#include "qc/reports/histogram_report.h"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "qc/small_table.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::int64_t total(const Json& counts) {
  std::int64_t sum = 0;
  for (const Json& count : counts) {
    sum += count.get<std::int64_t>();
  }
  return sum;
}

MeasuredTable lengths(const std::vector<std::size_t>& bases) {
  std::vector<SmallRow> rows;
  for (const std::size_t count : bases) {
    rows.push_back({.sequence = std::string(count, 'A')});
  }
  return small_table(rows);
}

TEST(HistogramReport, BeforeAndAfterShareTheirEdges) {
  const MeasuredTable table = small_table({{.activity = {0, 1}, .standard_error = {0.1, kNan}},
                                           {.activity = {6, 1}, .standard_error = {0.2, kNan}},
                                           {.activity = {3, kNan}, .standard_error = {0.7, kNan}}});
  const PackedNumbers activity = {0, 1, 6, 1}, error = {0.1, kNan, 0.2, kNan};  // the last row is rejected
  const ValueCounts gc_before(std::vector<double>{0.0, 0.3, 1.0}), gc_after(std::vector<double>{0.3});
  TableShape before{{}, gc_histogram(gc_before), length_histogram(table)};
  std::vector<TaskShape> after;
  for (std::size_t task = 0; task < 2; ++task) {
    before.tasks.push_back(task_shape(values_of(table), task, 2));
    after.push_back(task_shape({activity, error}, task, 2, &before.tasks[task]));
  }
  const Json report = histogram_report(before, after, gc_histogram(gc_after), {"K562", "HepG2"});
  const Json& k562 = report.at("tasks").at("K562").at("activity");
  ASSERT_EQ(k562.at("edges").size(), 61U);
  EXPECT_EQ(k562.at("edges")[0], 0.0);
  EXPECT_EQ(k562.at("edges")[60], 6.0);
  EXPECT_EQ(k562.at("before")[30], 1);  // 3
  EXPECT_EQ(k562.at("after")[30], 0);
  EXPECT_EQ(total(k562.at("before")), 3);
  EXPECT_EQ(total(k562.at("after")), 2);
  EXPECT_EQ(total(report.at("tasks").at("HepG2").at("activity").at("before")), 2);
  EXPECT_EQ(total(report.at("tasks").at("K562").at("standard_error").at("after")), 2);
  EXPECT_TRUE(report.at("tasks").at("HepG2").at("standard_error").is_null());
  EXPECT_EQ(report.at("gc").at("before")[15], 1);  // from .30 to .32
  EXPECT_EQ(report.at("gc").at("before")[49], 1);
  EXPECT_EQ(total(report.at("gc").at("after")), 1);
}

TEST(LengthHistogram, FewLengthsAreCountedOneByOne) {
  const Json found = length_histogram(lengths({12, 10, 10, 300, 0}));
  EXPECT_EQ(found.at("values"), Json({0, 10, 12, 300}));
  EXPECT_EQ(found.at("before"), Json({1, 2, 1, 1}));
}

TEST(LengthHistogram, ManyLengthsAreInBinsOfWholeBases) {
  std::vector<std::size_t> bases = {10, 220};
  for (std::size_t count = 10; count < 100; ++count) {
    bases.push_back(count);
  }
  const Json found = length_histogram(lengths(bases));  // 211 lengths: 4 bases a bin
  EXPECT_EQ(found.at("edges")[0], 10);
  EXPECT_EQ(found.at("edges")[1], 14);
  EXPECT_EQ(found.at("before")[0], 5);  // 10, 10, 11, 12, 13
  EXPECT_EQ(found.at("before")[1], 4);
  EXPECT_EQ(found.at("before").back(), 1);
  EXPECT_GT(found.at("edges").back(), 220);
  EXPECT_EQ(found.at("edges").size(), found.at("before").size() + 1);
  EXPECT_EQ(total(found.at("before")), 92);
}

}  // namespace
}  // namespace cre
