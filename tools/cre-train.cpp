// cre-train: trains a network on an encoded dataset.

#include <filesystem>
#include <optional>
#include <string>

#include "core/json_text.h"
#include "core/tool.h"
#include "model/device.h"
#include "model/element_input.h"
#include "model/torch_version.h"
#include "storage/dataset.h"
#include "train/config/train_tool_config.h"
#include "train/records/describe_network.h"
#include "train/train_stage.h"

int main(int argc, char** argv) {
  cre::TrainToolConfig config;
  std::filesystem::path dataset;
  std::string matched_model;
  bool fresh = false, as_json = false;
  cre::NetworkShape shape{.tasks = 3, .length = 200, .motifs = 64};
  cre::Tool tool("cre-train", "Trains a network on an encoded dataset; a stopped training goes on where it was.");
  tool.config(cre::ConfigView(config));
  tool.version_line(cre::torch_versions);
  tool.input("--dataset", dataset, "dataset.h5 of cre-encode");
  tool.setting("--seed", "train.seed", "Shortcut for --set train.seed=...");
  tool.setting("--device", "train.device", "Shortcut for --set train.device=... (cpu, cuda, cuda:i)");
  tool.flag("--fresh", fresh, "Start over instead of resuming from the checkpoint of a stopped training");
  tool.option("--match-parameters-of", matched_model,
              "model.h5 whose number of parameters the network gets: acts as --set model.match_parameters=...");
  tool.integer("--tasks", shape.tasks, cre::between(1, 1000), "Tasks for --describe without --dataset");
  tool.integer("--length", shape.length, cre::between(1, 1000000), "Bases for --describe without --dataset");
  tool.integer("--motifs", shape.motifs, cre::between(0, 100000), "Motifs for --describe without --dataset");
  tool.flag("--json", as_json, "With --describe: what the training will do as JSON, for programs");
  tool.report("--describe", "Print the network's layers with shapes, parameters and multiply-adds, and exit", [&] {
    cre::start_torch(1);
    std::optional<cre::Dataset> described;
    if (!dataset.empty()) {
      described = cre::load_dataset(dataset);
      shape = cre::network_shape(*described, 1);
    }
    if (!matched_model.empty()) {
      config.model = cre::matched_to(matched_model, config.model);
    }
    if (as_json) {
      const cre::Dataset* rows = described ? &*described : nullptr;
      return cre::pretty_json(cre::describe_training(config.model, config.train, shape, rows));
    }
    return cre::describe_network(config.model, config.train.loss, shape);
  });
  tool.check([&] {
    cre::start_torch(1);
    cre::parse_device(config.train.device);
  });
  tool.example("cre-train --dataset encode/dataset.h5 --out train", "With the default network");
  tool.example("cre-train --config train.json --dataset encode/dataset.h5 --seed 7 --device cuda --out train",
               "Settings from a file, on a GPU");
  return tool.run(argc, argv, [&](cre::StageRun& stage) {
    const cre::Resume resume = fresh ? cre::Resume::never : cre::Resume::from_checkpoint;
    cre::run_train(config.model, config.train, {dataset, matched_model}, resume, stage);
  });
}
