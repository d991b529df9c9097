#include "predict/model_checks.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace cre {
namespace {

using ::testing::HasSubstr;

ModelFile model() {
  ModelFile m;
  m.architecture = {{"motifs", "none"}};
  m.tasks = {"K562", "HepG2"};
  m.construct = {200, "ACGT", "", ReverseScope::insert};
  m.scaler = {.mean = {0.0, 0.0}, .sd = {1.0, 1.0}, .low = {-9.0, -9.0}, .high = {9.0, 9.0}};
  return m;
}

Dataset dataset() {
  Dataset d;
  d.tasks = model().tasks;
  d.construct = model().construct;
  return d;
}

template <class Check>
std::string error_of(const Check& check) {
  try {
    check();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::integrity);
    return error.what();
  }
  return "";
}

TEST(ModelChecks, AcceptsItsOwnKindOfData) {
  EXPECT_EQ(error_of([] { check_model_fits(model(), "m.h5", dataset()); }), "");
}

TEST(ModelChecks, RefusesOtherTasksAlsoInAnotherOrder) {
  Dataset other = dataset();
  other.tasks = {"HepG2", "K562"};
  EXPECT_THAT(error_of([&] { check_model_fits(model(), "m.h5", other); }),
              HasSubstr("m.h5: predicts the tasks K562, HepG2; the dataset has HepG2, K562"));
}

TEST(ModelChecks, RefusesAnotherConstruct) {
  Dataset other = dataset();
  other.construct.upstream = "";
  const std::string message = error_of([&] { check_model_fits(model(), "m.h5", other); });
  EXPECT_THAT(message, HasSubstr("was trained on the construct"));
  EXPECT_THAT(message, HasSubstr("ACGT"));
}

TEST(ModelChecks, RefusesADatasetWithoutTheMotifsItReads) {
  ModelFile reader = model();
  reader.architecture = {{"motifs", "concatenate"}};
  reader.motifs = {"JUN", "GATA1"};
  reader.motif_digest = "abc";
  EXPECT_THAT(error_of([&] { check_model_fits(reader, "m.h5", dataset()); }),
              HasSubstr("m.h5: reads the scores of 2 motifs (JUN, ...); the dataset has none, see encode.motifs"));
  Dataset other = dataset();
  other.motifs.names = {"GATA1", "JUN"};  // the same in another order are other features
  EXPECT_THAT(error_of([&] { check_model_fits(reader, "m.h5", other); }),
              HasSubstr("those of the dataset are of other motifs"));
  other.motifs.names = reader.motifs;
  other.motifs.digest = "def";  // the same names, another pseudocount
  EXPECT_THAT(error_of([&] { check_model_fits(reader, "m.h5", other); }),
              HasSubstr("or of another encode.motif_pseudocount"));
  other.motifs.digest = "abc";
  EXPECT_EQ(error_of([&] { check_model_fits(reader, "m.h5", other); }), "");
}

TEST(ModelChecks, AnAuxiliaryHeadNeedsNoScores) {
  ModelFile learned = model();
  learned.architecture = {{"motifs", "auxiliary"}};
  learned.motifs = {"JUN"};
  EXPECT_EQ(error_of([&] { check_model_fits(learned, "m.h5", dataset()); }), "");
}

TEST(ModelChecks, MotifsOfTheDatasetDoNotMatterToAModelThatReadsNone) {
  Dataset other = dataset();
  other.motifs.names = {"JUN"};
  EXPECT_EQ(error_of([&] { check_model_fits(model(), "m.h5", other); }), "");
}

TEST(ModelChecks, RefusesAnotherDatasetThanThatOfTheTraining) {
  EXPECT_EQ(error_of([&] { check_trained_on("abc", "m.h5", "abc"); }), "");
  const std::string message = error_of([&] { check_trained_on("abc", "m.h5", "def"); });
  EXPECT_THAT(message, HasSubstr("m.h5: was trained on another dataset (SHA-256 abc)"));
  EXPECT_THAT(message, HasSubstr("predict.other_dataset"));
}

TEST(ModelChecks, RefusesMembersWithDifferentScalers) {
  Scaler other = model().scaler;
  EXPECT_EQ(error_of([&] { check_same_scaler(model().scaler, other, "b.h5"); }), "");
  other.mean[1] = 0.5;
  EXPECT_THAT(error_of([&] { check_same_scaler(model().scaler, other, "b.h5"); }), HasSubstr("b.h5: has the scaler"));
}

}  // namespace
}  // namespace cre
