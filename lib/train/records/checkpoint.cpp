#include "train/records/checkpoint.h"

#include <set>

#include "core/error.h"
#include "model/weights.h"
#include "storage/hdf5_file.h"
#include "train/records/history.h"

namespace cre {
namespace {

constexpr ArtifactKind kCheckpointKind{"training_checkpoint", 4};

void write_tensor(Hdf5Writer& writer, const std::string& name, const at::Tensor& tensor) {
  const at::Tensor plain = tensor.detach().to(at::kCPU).contiguous();
  const Shape shape(plain.sizes().begin(), plain.sizes().end());
  writer.write(name, std::span(plain.data_ptr<float>(), static_cast<std::size_t>(plain.numel())), shape);
}

void read_tensor(const Hdf5Reader& reader, const std::string& name, const at::Tensor& tensor) {
  const torch::NoGradGuard no_gradients;
  std::vector<float> values;
  reader.read(name, values, Shape(tensor.sizes().begin(), tensor.sizes().end()));
  tensor.copy_(at::from_blob(values.data(), tensor.sizes(), at::kFloat));
}

std::string value_text(const nlohmann::json& flat, const std::string& key) {
  return flat.contains(key) ? flat.at(key).dump() : "absent";
}

std::string dotted(std::string pointer) {
  pointer.erase(0, 1);
  for (char& letter : pointer) {
    letter = letter == '/' ? '.' : letter;
  }
  return pointer;
}

}  // namespace

std::optional<std::string> identity_difference(const TrainingIdentity& was, const TrainingIdentity& is) {
  const nlohmann::json flat_was = was.flatten(), flat_is = is.flatten();
  std::set<std::string> keys;
  for (const auto& entry : flat_was.items()) {
    keys.insert(entry.key());
  }
  for (const auto& entry : flat_is.items()) {
    keys.insert(entry.key());
  }
  std::vector<std::string> differences;
  for (const std::string& key : keys) {
    const std::string before = value_text(flat_was, key), now = value_text(flat_is, key);
    if (before != now) {
      differences.push_back(concat(dotted(key), " was ", before, ", is ", now));
    }
  }
  if (differences.empty()) {
    return std::nullopt;
  }
  const std::size_t more = differences.size() - 1;
  return more == 0 ? differences.front() : concat(differences.front(), " (and ", more, " more)");
}

void save_checkpoint(const std::filesystem::path& file, const TrainingIdentity& identity, const Learner& learner,
                     const TrainingProgress& progress) {
  Hdf5Writer writer(file, kCheckpointKind);
  writer.attribute("identity", identity.dump());
  writer.attribute("epoch", progress.epoch);
  writer.attribute("summary", progress.summary.state().dump());
  writer.attribute("steps", learner.optimizer.steps());
  writer.attribute("steps_tried", learner.counts.tried);
  writer.attribute("steps_skipped", learner.counts.skipped);
  writer.attribute("steps_skipped_in_a_row", learner.counts.skipped_in_a_row);
  writer.attribute("loss_scale", learner.loss_scale.state().dump());
  writer.attribute("early_stopping", progress.early_stopping.state().dump());
  writer.attribute("best", progress.best.state().dump());
  std::vector<std::string> history, timing;
  for (const EpochRecord& record : progress.history) {
    history.push_back(history_line(record, progress.tasks).dump());
    timing.push_back(timing_line(record).dump());
  }
  writer.write("/history", history);
  writer.write("/timing", timing);
  for (const NamedArray& array : weights_of(*learner.network)) {
    writer.write(concat("/weights/", array.name), array.values, array.shape);
  }
  for (const Adam::Moments& moments : learner.optimizer.moments()) {
    write_tensor(writer, concat("/mean/", moments.name), moments.mean);
    write_tensor(writer, concat("/square/", moments.name), moments.square);
    if (moments.largest.defined()) {
      write_tensor(writer, concat("/largest/", moments.name), moments.largest);
    }
  }
  for (const auto& [name, value] : learner.average.state()) {
    write_tensor(writer, concat("/average/", name), value);
  }
  for (const auto& [name, value] : learner.task_weights.state()) {
    write_tensor(writer, concat("/task_weights/", name), value);
  }
  writer.close();
}

void load_checkpoint(const std::filesystem::path& file, const TrainingIdentity& identity, Learner& learner,
                     TrainingProgress& progress) {
  const Hdf5Reader reader(file, kCheckpointKind);
  const auto json = [&](const std::string& name) { return nlohmann::json::parse(reader.text_attribute(name)); };
  if (const auto difference = identity_difference(json("identity"), identity)) {
    fail(ErrorKind::integrity, file, ": is the checkpoint of another training: ", *difference,
         "; --fresh, or removing the file, starts over");
  }
  progress.epoch = reader.integer_attribute("epoch");
  progress.summary.restore(json("summary"));
  learner.counts = {.tried = reader.integer_attribute("steps_tried"),
                    .skipped = reader.integer_attribute("steps_skipped"),
                    .skipped_in_a_row = reader.integer_attribute("steps_skipped_in_a_row")};
  learner.loss_scale.restore(json("loss_scale"));
  progress.early_stopping.restore(json("early_stopping"));
  progress.best.restore(json("best"));
  const auto epochs = static_cast<std::uint64_t>(progress.epoch);
  const std::vector<std::string> history = reader.read_texts("/history", epochs);
  const std::vector<std::string> timing = reader.read_texts("/timing", epochs);
  progress.history.clear();
  for (std::size_t i = 0; i < history.size(); ++i) {
    progress.history.push_back(
        record_of_lines(nlohmann::json::parse(history[i]), nlohmann::json::parse(timing[i]), progress.tasks));
  }
  std::vector<NamedArray> weights = weights_of(*learner.network);
  for (NamedArray& array : weights) {
    reader.read(concat("/weights/", array.name), array.values, array.shape);
  }
  load_weights(*learner.network, weights, file.string());
  for (const Adam::Moments& moments : learner.optimizer.moments()) {
    read_tensor(reader, concat("/mean/", moments.name), moments.mean);
    read_tensor(reader, concat("/square/", moments.name), moments.square);
    if (moments.largest.defined()) {
      read_tensor(reader, concat("/largest/", moments.name), moments.largest);
    }
  }
  for (const auto& [name, value] : learner.average.state()) {
    read_tensor(reader, concat("/average/", name), value);
  }
  for (const auto& [name, value] : learner.task_weights.state()) {
    read_tensor(reader, concat("/task_weights/", name), value);
  }
  learner.optimizer.set_steps(reader.integer_attribute("steps"));
}

}  // namespace cre
