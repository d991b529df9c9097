#include "train/records/progress_files.h"

#include <set>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "train/records/history.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

void add_line(std::string& text, const nlohmann::ordered_json& line) {
  text.append(line.dump()).append("\n");
}

}  // namespace

fs::path weights_file(const fs::path& folder, std::int64_t epoch) {
  return folder / "checkpoints" / concat("epoch_", epoch, ".h5");
}

void write_progress_files(const fs::path& folder, const TrainingProgress& progress) {
  std::string history, timing;
  for (const EpochRecord& record : progress.history) {
    add_line(history, history_line(record, progress.tasks));
    add_line(timing, timing_line(record));
  }
  write_text_file(folder / "history.jsonl", history);
  write_text_file(folder / "history.tsv", history_table(progress.history, progress.tasks));
  write_text_file(folder / "timing.jsonl", timing);
}

void require_weights(const fs::path& folder, const fs::path& checkpoint, const BestEpochs& best) {
  for (const RankedEpoch& epoch : best.ranked()) {
    const fs::path file = weights_file(folder, epoch.epoch);
    if (!fs::exists(file)) {
      fail(ErrorKind::integrity, checkpoint, ": its weights of epoch ", epoch.epoch, " are missing: ", file,
           "; --fresh starts over");
    }
  }
}

void remove_other_weights(const fs::path& folder, const BestEpochs& best) {
  std::set<fs::path> kept;
  for (const RankedEpoch& epoch : best.ranked()) {
    kept.insert(weights_file(folder, epoch.epoch));
  }
  std::set<fs::path> others;
  for (const auto& entry : fs::directory_iterator(folder / "checkpoints")) {
    if (!kept.contains(entry.path())) {
      others.insert(entry.path());
    }
  }
  for (const fs::path& file : others) {
    fs::remove_all(file);
  }
}

}  // namespace cre
