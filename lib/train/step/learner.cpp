#include "train/step/learner.h"

#include <utility>

namespace cre {
namespace {

at::Device device_of(const Network& network) {
  return network.parameters().front().device();
}

}  // namespace

Learner::Learner(std::shared_ptr<Network> trained, const TrainConfig& config, Precision precision)
    : network(std::move(trained)),
      task_weights(config.task_weights, network->shape().tasks, device_of(*network)),
      optimizer(*network, config.optimizer, task_weights.learned()),
      average(*network, config.weight_average),
      loss_scale(precision == Precision::fp16 ? LossScale::Kind::dynamic : LossScale::Kind::none),
      graph(config.cuda_graph && device_of(*network).is_cuda() ? cuda_step_recorder(device_of(*network)) : nullptr) {}

}  // namespace cre
