// Every artifact reads back as it was written, and damaged values are refused.
#include <cmath>

#include <nlohmann/json.hpp>

#include "example_elements.h"
#include "expect_error.h"
#include "sequence/sequence_digest.h"
#include "storage/dataset.h"
#include "storage/elements.h"
#include "storage/hdf5_file.h"
#include "storage/predictions.h"
#include "temporary_folder.h"

namespace cre {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Scaler example_scaler() {
  return {{0.5, -1.0}, {2.0, 4.0}, {-kInfinity, -3.0}, {kInfinity, 3.0}};
}

MeasuredRows example_rows(const Elements& e) {
  MeasuredRows rows;
  static_cast<Measurements&>(rows) = e;
  rows.sequence = sequence_digests(e.codes, static_cast<std::size_t>(e.length), 1);
  rows.split = {Split::train, Split::val, Split::test};
  rows.group = {0, 1, 2};
  rows.train_neighbour = {TrainNeighbour::not_asked, TrainNeighbour::none, TrainNeighbour::overlapping};
  return rows;
}

TEST(Elements, RoundTrip) {
  const TemporaryFolder folder;
  Elements e = example_elements({"ACGT", "NNNN", "TTTT"});
  e.group_name = {"g1", "g2", "g1"};
  e.ids_are_row_numbers = true;
  e.target_cell[2] = kUnknownCell;
  save_elements(folder / "e.h5", e);
  const Elements back = load_elements(folder / "e.h5");
  EXPECT_EQ(back.tasks, e.tasks);
  EXPECT_EQ(back.length, 4);
  EXPECT_EQ(back.id, e.id);
  EXPECT_EQ(back.codes, e.codes);
  EXPECT_EQ(back.activity, e.activity);
  EXPECT_TRUE(std::isnan(back.standard_error[1]));
  EXPECT_EQ(back.target_cell, e.target_cell);
  EXPECT_EQ(back.group_name, e.group_name);
  EXPECT_TRUE(back.ids_are_row_numbers);
  EXPECT_TRUE(back.chromosome.empty());
}

TEST(Elements, ImpossibleValuesAreRefused) {
  const TemporaryFolder folder;
  Elements e = example_elements({"ACGT", "CCCC"});
  e.codes[5] = 9;
  save_elements(folder / "e.h5", e);
  expect_error(ErrorKind::integrity, "dataset /codes, value 5: 9 is not allowed",
               [&] { load_elements(folder / "e.h5"); });
  e = example_elements({"ACGT", "CCCC"});
  e.target_cell[1] = 2;
  save_elements(folder / "e.h5", e);
  expect_error(ErrorKind::integrity, "/target_cell, row 1: 2 is no index", [&] { load_elements(folder / "e.h5"); });
}

TEST(SplitAssignment, RoundTrip) {
  const TemporaryFolder folder;
  SplitAssignment assignment = {{Split::test, Split::train}, {4, 5}, "abc"};
  save_split(folder / "older.h5", assignment);
  EXPECT_TRUE(load_split(folder / "older.h5").train_neighbour.empty());
  assignment.train_neighbour = {TrainNeighbour::equal, TrainNeighbour::not_asked};
  save_split(folder / "s.h5", assignment);
  const SplitAssignment back = load_split(folder / "s.h5");
  EXPECT_EQ(back.train_neighbour, assignment.train_neighbour);
  EXPECT_EQ(back.split, assignment.split);
  EXPECT_EQ(back.group, assignment.group);
  EXPECT_EQ(back.elements_sha256, "abc");
}

TEST(SplitAssignment, AnUnknownKindOfNeighbourIsRefused) {
  const TemporaryFolder folder;
  save_split(folder / "s.h5", {{Split::test}, {0}, "abc", {static_cast<TrainNeighbour>(7)}});
  expect_error(ErrorKind::integrity, "/train_neighbour, row 0: 7 is no index", [&] { load_split(folder / "s.h5"); });
}

TEST(Dataset, RoundTripWithOneHotForOthers) {
  const TemporaryFolder folder;
  const Elements e = example_elements({"ACGT", "NNNN", "TTTT"});
  Dataset dataset;
  dataset.tasks = e.tasks;
  dataset.construct = {4, "GG", "", ReverseScope::construct};
  dataset.scaler = example_scaler();
  dataset.measured = example_rows(e);
  dataset.codes = e.codes;
  dataset.target = {0, 1, 2, 3, 4, 5};
  dataset.elements_sha256 = "x";
  dataset.split_sha256 = "y";
  dataset.store_onehot = true;
  save_dataset(folder / "d.h5", dataset);
  const Dataset back = load_dataset(folder / "d.h5");
  EXPECT_EQ(back.construct, dataset.construct);
  EXPECT_EQ(back.construct.input_length(), 6);
  EXPECT_EQ(back.scaler.low, dataset.scaler.low);
  EXPECT_EQ(back.measured.split, dataset.measured.split);
  EXPECT_EQ(back.measured.train_neighbour, dataset.measured.train_neighbour);
  EXPECT_EQ(back.target, dataset.target);

  // Channels A, C, G, T of ACGT, then N = 0.25 each, then T alone.
  std::vector<float> onehot;
  Hdf5Reader(folder / "d.h5", {"dataset", 3}).read("/onehot", onehot, {3, 4, 4});
  const std::vector<float> acgt = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  EXPECT_EQ(std::vector<float>(onehot.begin(), onehot.begin() + 16), acgt);
  EXPECT_EQ(std::vector<float>(onehot.begin() + 16, onehot.begin() + 32), std::vector<float>(16, 0.25F));
  EXPECT_EQ(std::vector<float>(onehot.begin() + 44, onehot.end()), std::vector<float>(4, 1.0F));
}

Dataset example_dataset() {
  const Elements e = example_elements({"ACGT", "NNNN", "TTTT"});
  Dataset dataset;
  dataset.tasks = e.tasks;
  dataset.construct = {4, "", "", ReverseScope::insert};
  dataset.scaler = example_scaler();
  dataset.measured = example_rows(e);
  dataset.codes = e.codes;
  dataset.target = {0, 1, 2, 3, 4, 5};
  return dataset;
}

TEST(Dataset, MotifFeatures) {
  const TemporaryFolder folder;
  Dataset dataset = example_dataset();
  save_dataset(folder / "d.h5", dataset);
  EXPECT_EQ(load_dataset(folder / "d.h5").motifs.count(), 0U);
  EXPECT_FALSE(Hdf5Reader(folder / "d.h5", {"dataset", 3}).has("/motifs"));

  dataset.motifs = {{"MA1 GATA1", "MA2"}, "abc", {8.5F, 9.0F}, {1, 2, 3, 4, 5, -6}};
  save_dataset(folder / "d.h5", dataset);
  const MotifFeatures back = load_dataset(folder / "d.h5").motifs;
  EXPECT_EQ(back.names, dataset.motifs.names);
  EXPECT_EQ(back.digest, "abc");
  EXPECT_EQ(back.threshold, dataset.motifs.threshold);
  EXPECT_EQ(back.score, dataset.motifs.score);
}

TEST(Dataset, ImpossibleMotifFeaturesAreRefused) {
  const TemporaryFolder folder;
  Dataset dataset = example_dataset();
  dataset.motifs = {{"m"}, "abc", {8.5F}, {1, std::numeric_limits<float>::quiet_NaN(), 3}};
  save_dataset(folder / "d.h5", dataset);
  expect_error(ErrorKind::integrity, "dataset /motifs/score, value 1: nan is not allowed; allowed: finite numbers",
               [&] { load_dataset(folder / "d.h5"); });
  dataset.motifs = {{"m"}, "abc", {std::numeric_limits<float>::infinity()}, {1, 2, 3}};
  save_dataset(folder / "d.h5", dataset);
  expect_error(ErrorKind::integrity, "dataset /motifs/threshold, value 0: inf is not allowed",
               [&] { load_dataset(folder / "d.h5"); });
}

TEST(Predictions, RoundTripWithAndWithoutOptionalArrays) {
  const TemporaryFolder folder;
  Predictions p;
  p.tasks = {"A", "B"};
  p.scaler = example_scaler();
  p.measured = example_rows(example_elements({"ACGT", "NNNN", "TTTT"}));
  p.measured.ids_are_row_numbers = true;
  p.insert_length = 4;
  p.predicted = p.forward = {1, 2, 3, 4, 5, 6};
  p.model_sha256 = {"m1", "m2"};
  save_predictions(folder / "p.h5", p);
  Predictions back = load_predictions(folder / "p.h5");
  EXPECT_EQ(back.predicted, p.predicted);
  EXPECT_TRUE(back.reverse.empty());
  EXPECT_EQ(back.model_sha256, p.model_sha256);
  EXPECT_FALSE(back.reverse_averaged);
  EXPECT_TRUE(back.measured.ids_are_row_numbers);
  EXPECT_EQ(back.measured.sequence, p.measured.sequence);
  EXPECT_EQ(back.measured.train_neighbour, p.measured.train_neighbour);
  EXPECT_EQ(back.insert_length, 4);
  p.reverse = p.member_sd = p.predicted;
  p.reverse_averaged = true;
  save_predictions(folder / "p.h5", p);
  back = load_predictions(folder / "p.h5");
  EXPECT_EQ(back.reverse, p.reverse);
  EXPECT_EQ(back.member_sd, p.member_sd);
  EXPECT_TRUE(back.reverse_averaged);
}

TEST(Scaler, StandardizesAndRestores) {
  const Scaler scaler = example_scaler();
  EXPECT_NEAR(scaler.standardize(4.5, 0), 2.0, 1e-7);
  EXPECT_NEAR(scaler.standardize(100.0, 1), 1.0, 1e-7);  // clamped to 3
  EXPECT_NEAR(scaler.restore(scaler.standardize(1.25, 0), 0), 1.25, 1e-12);
  expect_error(ErrorKind::integrity, "the scaler is damaged", [] { scaler_from_json({{"mean", {1.0}}}); });
}

}  // namespace
}  // namespace cre
