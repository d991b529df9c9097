#include "baseline/ridge.h"

#include <cmath>
#include <Eigen/Dense>

#include "baseline/feature_scale.h"
#include "baseline/linear_outputs.h"
#include "small_dataset.h"

#include <gmock/gmock.h>

namespace cre {
namespace {

/// Of rows that are scrambled sequences, with dense features, weights and two targets.
struct Problem {
  Dataset dataset;
  std::vector<std::size_t> rows;
  std::vector<double> weights, targets;
  Eigen::MatrixXd features;  // (N, P) as they are
};

BaselineConfig words_and_gc() {
  BaselineConfig config;
  config.words = {1, 3};
  config.gaps = {2};
  config.gapped_bases = 2;
  config.gc = true;
  return config;
}

Problem some_problem(std::size_t count) {
  std::vector<std::string> sequences;
  for (std::size_t row = 0; row < count; ++row) {
    sequences.push_back(scrambled_sequence(row, 30));
  }
  Problem problem;
  std::vector<double> activities;
  for (std::size_t row = 0; row < count; ++row) {
    activities.push_back(static_cast<double>(row));
    problem.rows.push_back(row);
    problem.weights.push_back(row % 5 == 0 ? 0.0 : 0.5 + static_cast<double>(row % 3));
    problem.targets.push_back(std::sin(static_cast<double>(row)));
    problem.targets.push_back(static_cast<double>(row % 7));
  }
  problem.dataset = small_dataset(sequences, std::string(count, 't'), activities);
  const FeatureReader reader(words_and_gc(), problem.dataset);
  problem.features = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(count), static_cast<Eigen::Index>(reader.size()));
  for_each_block(reader, problem.rows, 1, [&](std::size_t first, const FeatureBlock& block) {
    for (std::size_t row = 0; row < block.rows; ++row) {
      const auto features = block.features_of(row);
      for (std::size_t i = 0; i < features.size(); ++i) {
        problem.features(static_cast<Eigen::Index>(first + row), features[i]) = block.values_of(row)[i];
      }
      problem.features(static_cast<Eigen::Index>(first + row), problem.features.cols() - 1) = block.dense_value(row, 0);
    }
  });
  return problem;
}

/// The minimum by a QR decomposition: rows times sqrt(v), and beneath them sqrt(penalty) times the identity.
Eigen::VectorXd expected_slopes(const Problem& problem, const std::vector<double>& sd, std::size_t target,
                                double penalty) {
  const Eigen::Index rows = problem.features.rows(), features = problem.features.cols();
  Eigen::MatrixXd stacked = Eigen::MatrixXd::Zero(rows + features, features + 1);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(rows + features);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const double root = std::sqrt(problem.weights[static_cast<std::size_t>(i)]);
    stacked(i, features) = root;
    right[i] = root * problem.targets[static_cast<std::size_t>(2 * i) + target];
    for (Eigen::Index j = 0; j < features; ++j) {
      stacked(i, j) = root * problem.features(i, j) / sd[static_cast<std::size_t>(j)];
    }
  }
  for (Eigen::Index j = 0; j < features; ++j) {
    stacked(rows + j, j) = std::sqrt(penalty);
  }
  return stacked.colPivHouseholderQr().solve(right);  // the offset is last
}

RidgePath path_of(const Problem& problem, const std::vector<double>& sd, const std::vector<double>& penalties,
                  unsigned threads) {
  const FeatureReader reader(words_and_gc(), problem.dataset);
  CrossProducts sums(reader.size(), 2);
  for_each_block(reader, problem.rows, threads, [&](std::size_t first, const FeatureBlock& block) {
    add_block(block, std::span(problem.weights).subspan(first, block.rows),
              std::span(problem.targets).subspan(2 * first, 2 * block.rows), threads, sums);
  });
  return ridge_path(std::move(sums), sd, penalties, threads);
}

class RidgeRows : public testing::TestWithParam<std::size_t> {};

TEST_P(RidgeRows, AgreesWithAnOrthogonalDecomposition) {
  const Problem problem = some_problem(GetParam());
  const FeatureReader reader(words_and_gc(), problem.dataset);
  const std::vector<double> sd = feature_scale(reader, problem.rows, 1).sd;
  const std::vector<double> penalties = {0.1, 30.0};
  const RidgePath path = path_of(problem, sd, penalties, 1);
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t k = 0; k < 2; ++k) {
      const Eigen::VectorXd expected = expected_slopes(problem, sd, k, penalties[s]);
      for (std::size_t i = 0; i < reader.size(); ++i) {
        EXPECT_NEAR(path.slope[(i * 2 + s) * 2 + k] * sd[i], expected[static_cast<Eigen::Index>(i)], 1e-8);
      }
      EXPECT_NEAR(path.offset[s * 2 + k], expected[static_cast<Eigen::Index>(reader.size())], 1e-8);
    }
  }
  const RidgePath parallel = path_of(problem, sd, penalties, 3);
  EXPECT_EQ(path.slope, parallel.slope) << "the same bits";
  EXPECT_EQ(path.offset, parallel.offset);
}

// Fewer rows than the 45 features, more, and more than a block holds.
INSTANTIATE_TEST_SUITE_P(FewAndMany, RidgeRows, testing::Values(20, 200, kRowsOfBlock + 60));

TEST(Ridge, HandWorked) {
  // One feature with the values 0, log 2, log 2 and targets 0, 1, 2: centered, w = S_xy / (S_xx + penalty).
  const Dataset dataset = small_dataset({"NNN", "ANN", "NAN"}, "ttt", {0, 1, 2});
  BaselineConfig config;
  config.words = {1};
  config.gaps = {};
  const FeatureReader reader =
      FeatureReader(config, dataset).of_features({.sparse = {0}, .dense = {}, .center = {0.0, 0.0}});
  CrossProducts sums(1, 1);
  const std::vector<std::size_t> rows = {0, 1, 2};
  const std::vector<double> weights = {1, 1, 1}, targets = {0, 1, 2}, sd = {1.0}, penalties = {0.5};
  for_each_block(reader, rows, 1,
                 [&](std::size_t, const FeatureBlock& block) { add_block(block, weights, targets, 1, sums); });
  const RidgePath path = ridge_path(std::move(sums), sd, penalties, 1);
  const double x = std::log(2.0), slope = x / (x * x * 2.0 / 3.0 + 0.5);
  EXPECT_NEAR(path.slope.at(0), slope, 1e-15);
  EXPECT_NEAR(path.offset.at(0), 1.0 - slope * 2.0 * x / 3.0, 1e-15);
  const std::vector<double> outputs = linear_outputs(reader, rows, path.slope, path.offset, 2);
  EXPECT_EQ(outputs.at(0), path.offset[0]);
  EXPECT_NEAR(outputs.at(1), path.offset[0] + x * slope, 1e-15);
  EXPECT_EQ(outputs.at(2), outputs.at(1));
}

TEST(Ridge, WithoutFeaturesThereIsTheMean) {
  CrossProducts sums(0, 2);
  FeatureBlock block;
  block.rows = 2;
  block.found = {0, 0};
  add_block(block, std::vector<double>{1.0, 3.0}, std::vector<double>{1.0, 10.0, 5.0, 20.0}, 1, sums);
  const std::vector<double> penalties = {1.0};
  EXPECT_THAT(ridge_path(std::move(sums), {}, penalties, 1).offset, testing::ElementsAre(4.0, 17.5));
}

}  // namespace
}  // namespace cre
