#include "train/records/progress_files.h"

#include <gmock/gmock.h>

#include <set>

#include "core/files.h"
#include "temporary_folder.h"

namespace cre {
namespace {

TrainingProgress progress() {
  TrainingProgress result{.epoch = 2,
                          .summary = {},
                          .early_stopping = EarlyStopping(resolved(EarlyStoppingConfig{})),
                          .best = BestEpochs(0.0),
                          .history = {R"({"epoch":1,"lr":0.5})", R"({"epoch":2,"lr":0.25})"},
                          .timing = {R"({"epoch":1})", R"({"epoch":2})"}};
  std::optional<std::int64_t> dropped;
  result.best.offer({1, 0.5, 0.0, {}}, dropped);
  result.best.offer({12, 0.25, 0.0, {}}, dropped);
  return result;
}

TEST(ProgressFiles, HaveALineForEachEpoch) {
  const TemporaryFolder folder;
  write_progress_files(folder.path(), progress());
  EXPECT_EQ(read_text_file(folder / "history.jsonl"), "{\"epoch\":1,\"lr\":0.5}\n{\"epoch\":2,\"lr\":0.25}\n");
  EXPECT_EQ(read_text_file(folder / "history.tsv"), "epoch\tlr\n1\t0.5\n2\t0.25\n");
  EXPECT_EQ(read_text_file(folder / "timing.jsonl"), "{\"epoch\":1}\n{\"epoch\":2}\n");
}

TEST(ProgressFiles, WeightsOfOtherEpochsAndPartsOfFilesAreRemoved) {
  const TemporaryFolder folder;
  make_output_folder(folder / "checkpoints");
  for (const char* name : {"epoch_1.h5", "epoch_2.h5", "epoch_12.h5", ".epoch_3.h5.part"}) {
    write_text_file(folder / "checkpoints" / name, "weights");
  }
  write_text_file(folder / "model.h5", "model");
  remove_other_weights(folder.path(), progress().best);
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "checkpoints")) {
    names.insert(entry.path().filename().string());
  }
  EXPECT_THAT(names, testing::ElementsAre("epoch_1.h5", "epoch_12.h5"));
  EXPECT_TRUE(std::filesystem::exists(folder / "model.h5"));
}

}  // namespace
}  // namespace cre
