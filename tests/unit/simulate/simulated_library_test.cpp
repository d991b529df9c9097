#include "simulate/simulated_library.h"

#include <cmath>
#include <map>
#include <set>

#include <gmock/gmock.h>

#include "expect_error.h"
#include "sequence/base_codes.h"
#include "sequence/reverse_complement.h"
#include "simulate/truth.h"

namespace cre {
namespace {

SimulateConfig small_config() {
  SimulateConfig config;
  config.elements = 1000;
  config.planted = {.malformed = 0.007,
                    .invalid_base = 0.006,
                    .off_length = 0.004,
                    .too_many_n = 0.008,
                    .missing_activity = 0.009,
                    .se_out_of_range = 0.01,
                    .se_above_threshold = 0.021,
                    .unknown_target_cell = 0.005,
                    .exact_duplicates = 0.011,
                    .near_duplicates = 0.012};
  return config;
}

std::vector<SimulatedRow> small_library(unsigned threads = 2) {
  return simulate_library(default_grammar(), small_config(), threads);
}

TEST(SimulatedLibrary, HoldsExactlyWhatWasPlanted) {
  const std::vector<SimulatedRow> rows = small_library();
  ASSERT_EQ(rows.size(), 1000U);
  std::map<RowKind, std::int64_t> counts;
  std::set<std::string> ids;
  for (const SimulatedRow& row : rows) {
    ++counts[row.kind];
    ids.insert(row.id);
  }
  EXPECT_EQ(ids.size(), 1000U);
  EXPECT_EQ(counts[RowKind::malformed], 7);
  EXPECT_EQ(counts[RowKind::se_above_threshold], 21);
  EXPECT_EQ(counts[RowKind::near_duplicate], 12);
  EXPECT_EQ(counts[RowKind::good], 1000 - 93);
}

TEST(SimulatedLibrary, ThreadsDoNotMatterAndSeedsDo) {
  const std::vector<SimulatedRow> one = small_library(1);
  const std::vector<SimulatedRow> four = small_library(4);
  SimulateConfig other = small_config();
  other.seed = 7;
  const std::vector<SimulatedRow> different = simulate_library(default_grammar(), other, 2);
  std::size_t same = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].fields, four[i].fields);
    same += one[i].codes == different[i].codes ? 1 : 0;
  }
  EXPECT_EQ(same, 0U);
}

TEST(SimulatedLibrary, RepeatsAreWhatTheySay) {
  std::map<std::string, const SimulatedRow*> by_id;
  const std::vector<SimulatedRow> rows = small_library();
  for (const SimulatedRow& row : rows) {
    by_id[row.id] = &row;
  }
  std::size_t reversed = 0;
  for (const SimulatedRow& row : rows) {
    if (row.source_id.empty()) {
      continue;
    }
    const SimulatedRow& source = *by_id.at(row.source_id);
    EXPECT_EQ(source.kind, RowKind::good);
    const auto codes = row.other_strand ? reverse_complement(row.codes) : row.codes;
    std::size_t substitutions = 0;
    for (std::size_t i = 0; i < codes.size(); ++i) {
      substitutions += codes[i] != source.codes[i] ? 1 : 0;
    }
    if (row.kind == RowKind::exact_duplicate) {
      EXPECT_EQ(substitutions, 0U);
    } else {
      EXPECT_GE(substitutions, 1U);
      EXPECT_LE(substitutions, 2U);
    }
    reversed += row.other_strand ? 1 : 0;
  }
  EXPECT_EQ(reversed, 6U);
}

TEST(SimulatedLibrary, NoiseMatchesItsStandardError) {
  // z = (measured - truth) / SE is standard normal: over 3 x 907 values |mean| < 4 / sqrt(n), variance within 4 SE
  // of 1.
  double sum = 0.0, squares = 0.0, n = 0.0;
  std::set<double> errors;
  for (const SimulatedRow& row : small_library()) {
    if (row.kind != RowKind::good) {
      continue;
    }
    for (std::size_t task = 0; task < kSimulatedTasks; ++task) {
      const double error = row.measured.standard_error[task];
      const double z = (row.measured.activity[task] - row.truth[task]) / error;
      EXPECT_GT(error, 0.0);
      EXPECT_LT(error, kGoodStandardError);
      errors.insert(error);
      sum += z;
      squares += z * z;
      n += 1.0;
    }
  }
  EXPECT_LT(std::fabs(sum / n), 4.0 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1.0, 4.0 * std::sqrt(2.0 / n));
  EXPECT_GT(errors.size(), 500U);  // heteroscedastic
}

TEST(Measurement, MinGapByHand) {
  EXPECT_DOUBLE_EQ(min_gap({1.0, 2.5, -1.0}, 0), -1.5);
  EXPECT_DOUBLE_EQ(min_gap({1.0, 2.5, -1.0}, 1), 1.5);
}

TEST(Truth, CountsTheKindsOfRows) {
  const auto truth = truth_json(small_config(), default_grammar(), small_library());
  const auto& planted = truth.at("planted");
  EXPECT_EQ(planted.at("rows"), 1000);
  EXPECT_EQ(planted.at("kept"), 1000 - 65);
  EXPECT_EQ(planted.at("too_many_n"), 8);
  EXPECT_EQ(truth.at("se_rules").at("A"), 21);
  EXPECT_EQ(truth.at("se_rules").at("B"), 11 + 5);  // every second one, and the unknown target cells
  EXPECT_EQ(truth.at("near_duplicates").size(), 12U);
  for (const char* task : kSimulatedTaskNames) {
    EXPECT_GT(truth.at("noise_ceiling").at(task).get<double>(), 0.9);
    EXPECT_NEAR(truth.at("noise_ceiling").at(task).get<double>(), truth.at("oracle_pearson").at(task).get<double>(),
                0.02);
  }
}

TEST(SimulateConfig, SharesAreRoundedDown) {
  SimulateConfig config;
  config.elements = 6000;
  EXPECT_EQ(config.rows_of(0.004), 24);
  EXPECT_EQ(config.rows_of(0.0039999), 23);
  config.elements = 249;
  EXPECT_EQ(config.rows_of(0.004), 0);
}

TEST(SimulateConfig, RefusesWhatQcWouldNotFind) {
  const auto refuses = [](const nlohmann::json& json, const std::string& message) {
    expect_error(ErrorKind::config, message, [&] {
      SimulateToolConfig config;
      ConfigView(config).read({{"simulate", json}}, "c.json");
    });
  };
  refuses({{"planted", {{"malformed", 0.01}}}}, "simulate.planted.malformed");
  refuses({{"planted", {{"off_length", 0.005}}}}, "simulate.planted.off_length");
  refuses({{"planted", {{"exact_duplicates", 0.25}, {"near_duplicates", 0.25}}}}, "allowed: at most 0.9");
  refuses({{"noise", 0.9}}, "simulate.noise");
  refuses({{"length", 20}}, "simulate.length");
}

}  // namespace
}  // namespace cre
