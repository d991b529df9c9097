#pragma once
// A training of a few steps: 24 random elements of 40 bases in two tasks, some values missing, three motifs.

#include <cmath>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "core/random.h"
#include "model/small_network.h"
#include "train/step/train_step.h"

namespace cre {

inline constexpr std::int64_t kElements = 24;

inline Dataset small_dataset() {
  RandomStream stream(RandomPurpose::simulation, 11);
  Dataset d;
  d.tasks = {"K562", "HepG2"};
  d.construct = {kSmallShape.length, "", "", ReverseScope::insert};
  d.motifs.names = {"p", "q", "r"};
  d.motifs.threshold = {0.0F, 0.5F, -0.5F};
  for (std::int64_t i = 0; i < kElements; ++i) {
    for (std::int64_t base = 0; base < kSmallShape.length; ++base) {
      d.codes.push_back(static_cast<std::uint8_t>(stream.below(4)));
    }
    d.measured.id.push_back(concat("e", i));
    d.measured.split.push_back(i % 4 == 3 ? Split::val : Split::train);
    d.measured.target_cell.push_back(static_cast<std::int16_t>(i % 3 - 1));
    for (int k = 0; k < 2; ++k) {
      const bool measured = (i + k) % 5 != 0;
      d.measured.mask.push_back(measured ? 1 : 0);
      d.measured.weight.push_back(static_cast<float>(0.5 + stream.uniform()));
      d.target.push_back(measured ? static_cast<float>(stream.normal()) : 0.0F);
      d.measured.activity.push_back(measured ? static_cast<double>(d.target.back()) : std::nan(""));
    }
    for (int m = 0; m < 3; ++m) {
      d.motifs.score.push_back(static_cast<float>(stream.normal()));
    }
  }
  return d;
}

inline TrainingData small_data_on(const at::Device& device) {
  return load_training_data(small_dataset(), "dataset.h5", {.motifs = MotifPrior::auxiliary}, device);
}

inline const TrainingData& small_data() {
  static const TrainingData data = small_data_on(at::kCPU);
  return data;
}

/// A "train" section; absent keys have their defaults.
inline TrainConfig train_config(const nlohmann::json& section = nlohmann::json::object()) {
  TrainConfig config;
  ConfigView(config).read(section, "test");
  return config;
}

inline NetworkShape training_shape(const TrainConfig& config) {
  return {.tasks = 2, .length = kSmallShape.length, .outputs = config.loss.outputs(), .motifs = 3};
}

/// A batch of them, as most tests take it.
inline const std::vector<std::int64_t> kBatchRows = {0, 1, 2, 4, 5, 6, 8, 9};

/// One look at each row.
inline std::vector<Visit> visits_of(const std::vector<std::int64_t>& rows) {
  std::vector<Visit> visits;
  for (const std::int64_t row : rows) {
    visits.push_back({row, 0});
  }
  return visits;
}

/// A learner with its settings.
struct SmallTraining : Learner {
  TrainConfig config;

  explicit SmallTraining(const TrainConfig& train, const ModelConfig& model = small_config(),
                         const at::Device& device = at::kCPU)
      : Learner(on(device, small_network(model, training_shape(train))), train, train.precision), config(train) {}

  static std::shared_ptr<Network> on(const at::Device& device, std::shared_ptr<Network> network) {
    network->to(device);
    return network;
  }

  StepResult step(const std::vector<std::int64_t>& rows, std::int64_t epoch = 1, double learning_rate = 1e-3) {
    return train_step(*this, small_data(), config, {.epoch = epoch, .learning_rate = learning_rate}, visits_of(rows));
  }
};

/// Bit for bit, with running values of norms.
inline void expect_equal_networks(const Network& found, const Network& expected) {
  const auto expect_equal = [](const auto& some, const auto& others) {
    ASSERT_EQ(some.size(), others.size());
    for (const auto& item : some) {
      EXPECT_TRUE(at::equal(item.value(), others[item.key()])) << item.key();
    }
  };
  expect_equal(found.named_parameters(), expected.named_parameters());
  expect_equal(found.named_buffers(), expected.named_buffers());
}

}  // namespace cre
