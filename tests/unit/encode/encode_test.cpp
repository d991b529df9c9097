#include "encode/encode_stage.h"

#include <algorithm>
#include <cmath>

#include "core/files.h"
#include "encode/fit_scaler.h"
#include "encode/motif_features.h"
#include "encode/outliers.h"
#include "example_elements.h"
#include "expect_error.h"
#include "sequence/base_codes.h"
#include "sequence/sequence_digest.h"
#include "temporary_folder.h"

namespace cre {
namespace {

SplitAssignment first_train(std::size_t rows, std::size_t train) {
  SplitAssignment out;
  for (std::size_t row = 0; row < rows; ++row) {
    out.split.push_back(row < train ? Split::train : Split::test);
    out.group.push_back(static_cast<std::int64_t>(row));
  }
  return out;
}

TEST(FitScaler, UsesTrainingRowsOnly) {
  // Task A: 0, 0.5, 1, 1.5 in training: mean 0.75, sample SD sqrt((.5625 + .0625) * 2 / 3).
  const Elements e = example_elements(numbered_sequences(6));
  const Scaler scaler = fit_scaler(e, first_train(6, 4).split, Winsorize::none);
  EXPECT_DOUBLE_EQ(scaler.mean[0], 0.75);
  EXPECT_DOUBLE_EQ(scaler.sd[0], std::sqrt(1.25 / 3.0));
  EXPECT_DOUBLE_EQ(scaler.mean[1], -1.5);
  EXPECT_TRUE(std::isinf(scaler.high[0]));
}

TEST(FitScaler, MaskedValuesDoNotCount) {
  Elements e = example_elements(numbered_sequences(6));
  e.mask[2] = 0;
  e.activity[2] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_DOUBLE_EQ(fit_scaler(e, first_train(6, 4).split, Winsorize::none).mean[0], 2.5 / 3.0);
}

TEST(FitScaler, WinsorisingLimitsAreQuantilesOfTrainingRows) {
  const Elements e = example_elements(numbered_sequences(1101));
  const Scaler scaler = fit_scaler(e, first_train(1101, 1001).split, Winsorize::permille_1);
  EXPECT_NEAR(scaler.low[1], -999.0, 1e-9);  // B is -row; the 0.1 % quantile of -1000..0
  EXPECT_NEAR(scaler.high[1], -1.0, 1e-9);
  EXPECT_NEAR(fit_scaler(e, first_train(1101, 1001).split, Winsorize::permille_5).low[1], -995.0, 1e-9);
}

TEST(FitScaler, ConstantOrMissingTasksAreErrors) {
  Elements e = example_elements(numbered_sequences(4));
  for (std::size_t row = 0; row < 4; ++row) {
    e.activity[row * 2 + 1] = 2.0;
  }
  expect_error(ErrorKind::input, "task B has the constant activity 2 in all 3 training rows",
               [&] { fit_scaler(e, first_train(4, 3).split, Winsorize::none); });
  e.mask = {1, 0, 1, 0, 1, 1, 1, 1};
  expect_error(ErrorKind::input, "task B has 1 measured training rows",
               [&] { fit_scaler(e, first_train(4, 3).split, Winsorize::none); });
}

TEST(Outliers, TrainingRowsBeyondSixDeviationsAreLeftOut) {
  // Task A: 99 values +-1 and one of 20 in training, and one of 20 in the test split.
  Elements e = example_elements(numbered_sequences(101));
  for (std::size_t row = 0; row < 101; ++row) {
    e.activity[row * 2] = row >= 99 ? 20.0 : row % 2 == 0 ? 1.0 : -1.0;
    e.activity[row * 2 + 1] = row % 2 == 0 ? 0.5 : -0.5;
  }
  const std::vector<Split> splits = first_train(101, 100).split;
  const double mean = 21.0 / 100.0;  // 50 times 1, 49 times -1, and 20
  const double sd = std::sqrt((99.0 + 400.0 - 100.0 * mean * mean) / 99.0);
  Elements kept = e;
  const OutlierLimits none = leave_out_outliers(kept, splits, Outliers::none);
  EXPECT_EQ(none.rows, 0);
  EXPECT_EQ(kept.mask, e.mask);
  EXPECT_TRUE(outliers_json(none, Outliers::none).is_null());
  Elements trained = e;
  const OutlierLimits limits = leave_out_outliers(trained, splits, Outliers::six_sigma);
  EXPECT_DOUBLE_EQ(limits.low[0], mean - 6.0 * sd);
  EXPECT_DOUBLE_EQ(limits.high[0], mean + 6.0 * sd);
  EXPECT_EQ(limits.rows, 1);
  EXPECT_EQ(limits.beyond, (std::vector<std::int64_t>{1, 0}));
  EXPECT_EQ(trained.mask[99 * 2], 0);
  EXPECT_EQ(trained.mask[99 * 2 + 1], 0);  // the whole row
  EXPECT_TRUE(std::isnan(trained.activity[99 * 2 + 1]));
  EXPECT_EQ(trained.mask[100 * 2], 1);  // the test row stays
  EXPECT_EQ(std::count(trained.mask.begin(), trained.mask.end(), 0), 2);
  EXPECT_EQ(outliers_json(limits, Outliers::six_sigma).at("rule"), "six_sigma");
  Elements published = e;
  const OutlierLimits wider = leave_out_outliers(published, splits, Outliers::malinois);
  EXPECT_DOUBLE_EQ(wider.high[0], mean + 6.0 * sd + 3.0);
  EXPECT_DOUBLE_EQ(wider.low[0], limits.low[0]);
}

TEST(Encode, TargetsAreStandardizedAndMaskedOnesAreZero) {
  Elements e = example_elements(numbered_sequences(5));
  e.mask[9] = 0;
  e.activity[9] = std::numeric_limits<double>::quiet_NaN();
  EncodeToolConfig config;
  config.construct.upstream = "AC";
  e.ids_are_row_numbers = true;
  const Dataset dataset = encode(e, first_train(5, 4), config);
  EXPECT_NEAR(dataset.target[0], -0.75 / (std::sqrt(1.25 / 3.0) + 1e-8), 1e-6);
  EXPECT_EQ(dataset.target[9], 0.0F);
  EXPECT_EQ(dataset.measured.activity[0], 0.0);
  EXPECT_TRUE(dataset.measured.ids_are_row_numbers);
  EXPECT_EQ(dataset.measured.sequence,
            sequence_digests(dataset.codes, static_cast<std::size_t>(dataset.construct.insert_length), 1));
  EXPECT_EQ(dataset.construct.input_length(), 10);
  EXPECT_EQ(dataset.codes, e.codes);
}

TEST(Encode, RowsOfTheSplitMustMatch) {
  expect_error(ErrorKind::integrity, "the split has 3 rows, the elements have 4",
               [] { encode(example_elements(numbered_sequences(4)), first_train(3, 2), EncodeToolConfig{}); });
}

TEST(MotifFeatures, HandWorked) {
  // Background A and T 0.4, C and G 0.1 from the settings; pseudocount 1: (1 + 0.4) / 2 / 0.4 = 1.75 for the A,
  // (0 + q) / 2 / q = 0.5 for all others, likewise (1 + 0.1) / 2 / 0.1 = 5.5 for the C.
  const TemporaryFolder folder;
  const std::string file = folder / "m.meme";
  write_gzip_file(file, "MEME version 4\nALPHABET= ACGT\nMOTIF M1 AC\nletter-probability matrix:\n1 0 0 0\n0 1 0 0\n");
  EncodeConfig config;
  config.motif_background = {0.4, 0.1, 0.1, 0.4};
  config.motif_pseudocount = 1.0;
  config.motif_p_value = 0.05;  // AC alone has the probability 0.04
  const MotifFeatures features = motif_features(file, config, encode_bases("TTACTTGTTTTTTTGG"), 8, 1);
  EXPECT_EQ(features.names, std::vector<std::string>{"M1 AC"});
  const double best = std::log2(1.75) + std::log2(5.5);
  EXPECT_FLOAT_EQ(features.score.at(0), static_cast<float>(best));
  EXPECT_FLOAT_EQ(features.score.at(1), static_cast<float>(std::log2(5.5) - 1.0));  // GG is CC on the other strand
  EXPECT_LT(features.threshold.at(0), features.score[0]);
  EXPECT_GT(features.threshold.at(0), features.score[1]);
}

TEST(EncodeConfig, TheMotifBackgroundIsNothingOrFourFrequencies) {
  EncodeToolConfig config;
  const ConfigView view(config);
  const auto read = [&](const std::vector<double>& background) {
    view.read({{"encode", {{"motif_background", background}}}}, "c.json");
  };
  EXPECT_NO_THROW(read({}));
  EXPECT_NO_THROW(read({0.3, 0.2, 0.2, 0.3}));
  expect_error(
      ErrorKind::config,
      "c.json: encode.motif_background: 2 frequencies with the sum 1; allowed: none, or four above 0 (A, C, G, T)",
      [&] { read({0.5, 0.5}); });
  expect_error(ErrorKind::config, "4 frequencies with the sum 2", [&] { read({0.5, 0.5, 0.5, 0.5}); });
  expect_error(ErrorKind::config, "allowed: none, or four above 0", [&] { read({0.5, 0.5, 0.0, 0.0}); });
}

TEST(EncodeConfig, FlanksAreBases) {
  EncodeToolConfig config;
  const ConfigView view(config);
  expect_error(ErrorKind::config, "c.json: construct.upstream: 'X' at base 3 is not allowed",
               [&] { view.read({{"construct", {{"upstream", "ACX"}}}}, "c.json"); });
}

}  // namespace
}  // namespace cre
