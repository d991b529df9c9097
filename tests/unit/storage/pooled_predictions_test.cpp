#include "storage/pooled_predictions.h"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "expect_error.h"

namespace cre {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Rows e0 to e3 of one task, of which `tested` are test rows; row i is predicted as `value` + i.
Predictions fold(const std::vector<bool>& tested, float value) {
  Predictions out;
  out.tasks = {"A"};
  out.scaler = {{value}, {1.0}, {-kInfinity}, {kInfinity}};
  out.model_sha256 = {std::to_string(value)};
  out.intervals = R"({"alpha": 0.1, "source": "dataset", "per_task": {}})";
  MeasuredRows& rows = out.measured;
  for (std::size_t row = 0; row < tested.size(); ++row) {
    rows.id.push_back("e" + std::to_string(row));
    rows.line.push_back(static_cast<std::int64_t>(row) + 2);
    rows.target_cell.push_back(kUnknownCell);
    rows.min_gap.push_back(0.0);
    rows.flags.push_back(0);
    rows.activity.push_back(static_cast<double>(row));
    rows.standard_error.push_back(0.1);
    rows.mask.push_back(1);
    rows.weight.push_back(1.0F);
    rows.sequence.push_back({static_cast<std::uint8_t>(row)});
    rows.split.push_back(tested[row] ? Split::test : Split::train);
    rows.group.push_back(static_cast<std::int64_t>(row));
    rows.train_neighbour.push_back(tested[row] ? TrainNeighbour::none : TrainNeighbour::not_asked);
    out.predicted.push_back(value + static_cast<float>(row));
    out.gc.push_back(0.5F);
  }
  out.forward = out.low = out.high = out.predicted;
  return out;
}

TEST(FoldPool, EveryRowIsThatOfTheFoldThatTestsIt) {
  FoldPool pool;
  pool.add(fold({false, true, false, false}, 10.0F), "one.h5");
  pool.add(fold({true, false, false, false}, 20.0F), "two.h5");
  pool.add(fold({false, false, false, true}, 30.0F), "three.h5");
  const Predictions pooled = std::move(pool).pooled();
  EXPECT_EQ(pooled.measured.id, (std::vector<std::string>{"e0", "e1", "e3"}));
  EXPECT_EQ(pooled.measured.split, std::vector<Split>(3, Split::test));
  EXPECT_EQ(pooled.measured.group, (std::vector<std::int64_t>{0, 1, 3}));
  EXPECT_EQ(pooled.measured.train_neighbour, std::vector<TrainNeighbour>(3, TrainNeighbour::none));
  EXPECT_EQ(pooled.measured.activity, (std::vector<double>{0.0, 1.0, 3.0}));
  EXPECT_EQ(pooled.predicted, (std::vector<float>{20.0F, 11.0F, 33.0F}));
  EXPECT_EQ(pooled.high, pooled.predicted);
  EXPECT_TRUE(pooled.reverse.empty());
  EXPECT_EQ(pooled.scaler.mean, std::vector<double>{20.0});
  EXPECT_EQ(pooled.scaler.low, std::vector<double>{-kInfinity});
  EXPECT_EQ(pooled.model_sha256.size(), 3U);
  EXPECT_EQ(pooled.intervals, R"({"alpha":0.1,"source":"dataset"})");
}

TEST(FoldPool, OtherFilesAreRefused) {
  FoldPool pool;
  pool.add(fold({false, true}, 1.0F), "one.h5");
  expect_error(ErrorKind::integrity, "two.h5: tests element e1, which another of the files tests",
               [&] { pool.add(fold({false, true}, 2.0F), "two.h5"); });
  expect_error(ErrorKind::integrity, "two.h5: has other rows than one.h5",
               [&] { pool.add(fold({true, false, false}, 2.0F), "two.h5"); });
  Predictions other = fold({true, false}, 2.0F);
  other.tasks = {"B"};
  expect_error(ErrorKind::integrity, "two.h5: has other tasks than one.h5",
               [&] { pool.add(std::move(other), "two.h5"); });
  Predictions without = fold({true, false}, 2.0F);
  without.low.clear();
  expect_error(ErrorKind::integrity, "was predicted with other strands, members or intervals",
               [&] { pool.add(std::move(without), "two.h5"); });
  FoldPool none;
  none.add(fold({false, false}, 1.0F), "one.h5");
  expect_error(ErrorKind::integrity, "one.h5: neither it nor the other folds test any row",
               [&] { std::move(none).pooled(); });
}

}  // namespace
}  // namespace cre
