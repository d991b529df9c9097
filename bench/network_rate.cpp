#include "network_rate.h"

#include <utility>

#include <sys/resource.h>

#include <nlohmann/json.hpp>
#ifdef CRE_HAS_CUDA
#include <c10/cuda/CUDACachingAllocator.h>
#endif

#include "convolution_rate.h"
#include "core/error.h"
#include "core/random.h"
#include "device_rate.h"
#include "model/inference.h"
#include "model/network_layers.h"
#include "model/out_of_memory.h"
#include "model/registry.h"
#include "step_profile.h"
#include "storage/elements.h"
#include "train/step/train_step.h"

namespace bench {
namespace {

cre::Dataset random_dataset(std::int64_t rows, std::int64_t tasks, std::int64_t length) {
  cre::RandomStream stream(cre::RandomPurpose::simulation, 1);
  cre::Dataset data;
  data.tasks.assign(static_cast<std::size_t>(tasks), "task");
  data.construct.insert_length = length;
  data.measured.id.assign(static_cast<std::size_t>(rows), "");
  data.measured.target_cell.assign(static_cast<std::size_t>(rows), cre::kUnknownCell);
  for (std::int64_t i = 0; i < rows * length; ++i) {
    data.codes.push_back(static_cast<std::uint8_t>(stream.below(4)));
  }
  for (std::int64_t i = 0; i < rows * tasks; ++i) {
    data.target.push_back(static_cast<float>(stream.normal()));
  }
  return data;
}

cre::TrainingData training_data(const cre::Dataset& dataset, std::int64_t tasks, const at::Device& device) {
  const std::int64_t rows = static_cast<std::int64_t>(dataset.target.size()) / tasks;
  return {.input = cre::ElementInput(dataset, device),
          .target = at::tensor(dataset.target).view({rows, tasks}).to(device),
          .weight = at::ones({rows, tasks}, device),
          .motif_present = {},
          .motif_mean = {},
          .motif_sd = {},
          .train_rows = {},
          .val_rows = {},
          .sampler = cre::Sampler({}, dataset, {})};
}

void forget_peak([[maybe_unused]] const at::Device& device) {
#ifdef CRE_HAS_CUDA
  if (device.is_cuda()) {
    c10::cuda::CUDACachingAllocator::emptyCache();
    c10::cuda::CUDACachingAllocator::resetPeakStats(device.index());
  }
#endif
}

// Of the GPU since forget_peak(); of the whole process on a processor.
std::int64_t peak_memory([[maybe_unused]] const at::Device& device) {
#ifdef CRE_HAS_CUDA
  if (device.is_cuda()) {
    return c10::cuda::CUDACachingAllocator::getDeviceStats(device.index()).reserved_bytes[0].peak;
  }
#endif
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * 1024;
}

void measure(const RatePlan& plan, const RateRun& run, const at::Device& device, nlohmann::json& found) {
  cre::TrainToolConfig config = plan.config;
  config.train.batch = run.batch;
  config.train.cuda_graph = run.cuda_graph;
  const cre::Dataset dataset = random_dataset(run.batch, plan.tasks, plan.length);
  const cre::TrainingData data = training_data(dataset, plan.tasks, device);
  const auto network = cre::build_network(config.model, cre::network_shape(dataset, config.train.loss.outputs()), 1);
  const at::ScalarType dtype = cre::scalar_type(plan.precision);
  if (run.convolution) {
    const cre::LayerTable layers = cre::layers_of(*network);
    found["multiply_adds"] = layers.multiply_adds();
    found["convolution"] = convolution_rate(*network, layers, run.batch, dtype, device);
  }
  forget_peak(device);
  network->to(device);
  cre::Learner learner(network, config.train, plan.precision);
  std::vector<cre::Visit> visits;
  for (std::int64_t row = 0; row < run.batch; ++row) {
    visits.push_back({.row = row});
  }
  const cre::StepPlace place{.epoch = 1, .learning_rate = learner.optimizer.settings().learning_rate, .dtype = dtype};
  const auto batch_of_step = [&] { return cre::step_batch(*network, data, config.train, place, visits); };
  cre::StepBatch batch = batch_of_step();
  const auto step = [&] {  // as in an epoch: the next batch is made meanwhile
    cre::StepBatch next;
    cre::train_step(learner, config.train, place, std::move(batch), [&] { next = batch_of_step(); });
    batch = std::move(next);
  };
  const std::int64_t warm = device.is_cpu() ? 1 : 5;  // a graph is recorded in the fourth step
  found["training"] = times_of(device, warm, plan.steps, plan.seconds, step);
  if (!run.profile.empty()) {
    profile(device, run.profile, [&] {
      for (int i = 0; i < 3; ++i) {
        step();
      }
    });
  }

  std::vector<std::int64_t> rows;
  for (std::int64_t i = 0; i < plan.batches * run.batch; ++i) {
    rows.push_back(i % run.batch);
  }
  std::vector<double> inference = times_of(device, 1, plan.steps, plan.seconds, [&] {
    cre::infer(*network, data.input, rows, cre::Strand::forward, {.batch = run.batch, .dtype = dtype});
  });
  for (double& seconds : inference) {
    seconds /= static_cast<double>(plan.batches);
  }
  found["inference"] = inference;
  found["peak_memory_bytes"] = peak_memory(device);
}

}  // namespace

nlohmann::json time_network(const RatePlan& plan, const RateRun& run, const at::Device& device) {
  nlohmann::json found = {{"batch", run.batch}, {"cuda_graph", run.cuda_graph}};
  try {
    cre::diagnose_memory(device, cre::concat(run.batch, " elements at a time"), "that is too much here",
                         [&] { measure(plan, run, device, found); });
  } catch (const cre::Error& error) {
    found["error"] = error.what();
  } catch (const c10::Error& error) {
    found["error"] = error.what_without_backtrace();
  }
  return found;
}

}  // namespace bench
