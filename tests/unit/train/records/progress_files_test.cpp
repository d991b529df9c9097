#include "train/records/progress_files.h"

#include <gmock/gmock.h>

#include <set>

#include "core/files.h"
#include "temporary_folder.h"
#include "train/example_records.h"
#include "train/records/history.h"

namespace cre {
namespace {

TrainingProgress progress() {
  TrainingProgress result{.epoch = 2,
                          .summary = {},
                          .early_stopping = EarlyStopping(resolved(EarlyStoppingConfig{})),
                          .best = BestEpochs(0.0),
                          .tasks = kRecordTasks,
                          .history = {example_record(1), example_record(2)}};
  std::optional<std::int64_t> dropped;
  result.best.offer({1, 0.5, 0.0, {}}, dropped);
  result.best.offer({12, 0.25, 0.0, {}}, dropped);
  return result;
}

TEST(ProgressFiles, HaveALineForEachEpoch) {
  const TemporaryFolder folder;
  const TrainingProgress written = progress();
  write_progress_files(folder.path(), written);
  std::string history, timing;
  for (const EpochRecord& record : written.history) {
    history += history_line(record, kRecordTasks).dump() + "\n";
    timing += timing_line(record).dump() + "\n";
  }
  EXPECT_EQ(read_text_file(folder / "history.jsonl"), history);
  EXPECT_EQ(read_text_file(folder / "history.tsv"), history_table(written.history, kRecordTasks));
  EXPECT_EQ(read_text_file(folder / "timing.jsonl"), timing);
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
