#include "storage/model_file.h"

#include <cmath>
#include <limits>

#include "expect_error.h"
#include "temporary_folder.h"

namespace cre {
namespace {

ModelFile example_model() {
  ModelFile model;
  model.architecture = {{"architecture", "multiscale"}};
  model.tasks = {"A", "B"};
  model.scaler = {{0.5, -1.0}, {2.0, 4.0}, {-1.0, -3.0}, {1.0, std::numeric_limits<double>::infinity()}};
  model.construct = {4, "", "GG", ReverseScope::insert};
  model.dataset_sha256 = "d";
  model.training = {{"seed", 1337}};
  model.weights = {{"a.bias", {2}, {1.0F, 2.0F}}, {"a.weight", {2, 1, 1}, {3.0F, 4.0F}}, {"n", {}, {7.0F}}};
  return model;
}

class ModelFileTest : public ::testing::Test {
 protected:
  ModelFile saved_and_loaded(const ModelFile& model) const {
    save_model_file(file(), model);
    return load_model_file(file());
  }
  std::filesystem::path file() const { return folder_ / "m.h5"; }

 private:
  TemporaryFolder folder_;
};

TEST_F(ModelFileTest, RoundTrip) {
  const ModelFile model = example_model(), back = saved_and_loaded(model);
  EXPECT_EQ(back.architecture, model.architecture);
  EXPECT_EQ(back.tasks, model.tasks);
  EXPECT_EQ(back.construct, model.construct);
  EXPECT_EQ(to_json(back.scaler), to_json(model.scaler));
  EXPECT_EQ(back.dataset_sha256, "d");
  EXPECT_EQ(back.training, model.training);
  ASSERT_EQ(back.weights.size(), 3U);
  EXPECT_EQ(back.weights[1].name, "a.weight");
  EXPECT_EQ(back.weights[1].shape, (Shape{2, 1, 1}));
  EXPECT_EQ(back.weights[2].values, std::vector<float>{7.0F});
}

TEST_F(ModelFileTest, HasOneOutputATaskAndNoMotifsUnlessStated) {
  ModelFile model = example_model();
  ModelFile back = saved_and_loaded(model);
  EXPECT_EQ(back.outputs, 1);
  EXPECT_TRUE(back.motifs.empty());
  model.outputs = 2;
  model.motifs = {"MA0488.1 JUN", "MA0477.2 FOSL1"};
  back = saved_and_loaded(model);
  EXPECT_EQ(back.outputs, 2);
  EXPECT_EQ(back.motifs, model.motifs);
}

TEST_F(ModelFileTest, OtherNumbersOfOutputsAreRefused) {
  ModelFile model = example_model();
  for (const std::int64_t outputs : {0, 3, -1}) {
    model.outputs = outputs;
    save_model_file(file(), model);
    expect_error(ErrorKind::integrity, concat("m.h5: attribute outputs is ", outputs, "; allowed: 1, 2"),
                 [&] { load_model_file(file()); });
  }
}

TEST_F(ModelFileTest, FilesOfTheFirstVersionAreRefused) {
  Hdf5Writer writer(file(), {"model", 1});
  writer.close();
  expect_error(ErrorKind::integrity, "version 1", [&] { load_model_file(file()); });
}

TEST_F(ModelFileTest, OnlyFiniteWeightsAreWritten) {
  for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    ModelFile model = example_model();
    model.weights[1].values[0] = bad;
    expect_error(ErrorKind::integrity, "weight a.weight holds ", [&] { save_model_file(file(), model); });
    EXPECT_FALSE(std::filesystem::exists(file()));
  }
}

TEST_F(ModelFileTest, OnlyFiniteWeightsAreRead) {
  // What another program may write.
  Hdf5Writer writer(file(), {"model", 3});
  const ModelFile model = example_model();
  writer.attribute("architecture", model.architecture.dump());
  writer.attribute("scaler", to_json(model.scaler).dump());
  writer.attribute("construct", to_json(model.construct).dump());
  writer.attribute("dataset_sha256", model.dataset_sha256);
  writer.attribute("training", model.training.dump());
  writer.attribute("outputs", model.outputs);
  writer.write("/tasks", model.tasks);
  writer.write("/weights/a.weight", std::vector<float>{1.0F, std::nanf("")}, {2});
  writer.close();
  expect_error(ErrorKind::integrity, "m.h5: weight a.weight holds nan; only finite weights are allowed",
               [&] { load_model_file(file()); });
}

}  // namespace
}  // namespace cre
