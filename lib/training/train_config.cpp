#include "training/train_config.h"

namespace cre {
namespace {

const Limits kShare = between(0.0, 1.0);
const Limits kDecay{.low = 0.0, .high = 1.0, .high_open = true};

}  // namespace

void describe(Description& d, OptimizerConfig& c) {
  d.number("learning_rate", c.learning_rate, above(0.0), "", "Peak learning rate of AdamW");
  d.number("beta1", c.beta1, kDecay, "", "Decay of the mean of gradients");
  d.number("beta2", c.beta2, kDecay, "", "Decay of the mean of squared gradients");
  d.number("epsilon", c.epsilon, above(0.0), "", "Added to the root of the mean squared gradient");
  d.number("weight_decay", c.weight_decay, at_least(0.0), "",
           "Decoupled weight decay; biases, norm parameters and weight-norm g are not decayed");
  d.number("clip", c.clip, above(0.0), "", "Largest norm of the gradient of all parameters together");
}

void describe(Description& d, ScheduleConfig& c) {
  d.number("warmup", c.warmup, kDecay, "share of all steps", "Linear warm-up before the cosine");
  d.number("start", c.start, kShare, "share of the peak", "Learning rate of the first step of the warm-up");
  d.number("min_learning_rate", c.min_learning_rate, at_least(0.0), "", "Learning rate at the end of the cosine");
}

void describe(Description& d, AugmentationConfig& c) {
  d.number("reverse_complement", c.reverse_complement, kShare, "probability",
           "Train on the other strand; 0 for a directional assay. Above 0, validation averages both strands");
  d.number("shift", c.shift, kShare, "probability", "Shift the insert; what is uncovered becomes N");
  d.integer("max_shift", c.max_shift, between(1, 1000), "bases", "Largest shift to either side");
  d.number("mask", c.mask, kDecay, "probability", "Hide a base: its four channels become 0");
  d.number("mixup_alpha", c.mixup_alpha, between(0.0, 100.0), "",
           "Mix what the heads read, and the targets, of two elements with a share from Beta(alpha, alpha); 0 = off");
}

void describe(Description& d, EarlyStoppingConfig& c) {
  d.integer("min_epochs", c.min_epochs, at_least(0), "epochs", "Never stop before");
  d.integer("patience", c.patience, at_least(1), "epochs",
            "Stop after so many epochs without a better mean validation Pearson");
  d.number("min_delta", c.min_delta, between(0.0, 0.5), "Pearson",
           "Smaller improvements do not count for the patience");
}

void describe(Description& d, TrainConfig& c) {
  d.integer("seed", c.seed, at_least(0), "", "Decides initial weights, order of elements, augmentation and dropout");
  d.text("device", c.device, "cpu, cuda or cuda:i");
  d.choice("precision", c.precision, precision_names(),
           "Arithmetic of the network; auto is bf16 where the device has it in hardware, else fp32");
  d.integer("epochs", c.epochs, between(1, 100000), "epochs", "Most passes over the training rows");
  d.integer("batch", c.batch, between(1, 1000000), "elements",
            "Most elements in a step; the rows of an epoch are spread evenly over its steps");
  d.section("loss", c.loss, "What is made small");
  d.section("task_weights", c.task_weights, "How the tasks share the loss");
  d.rule([&c](const Place& place) {
    if (c.loss.consistency > 0.0 && c.augmentation.reverse_complement == 0.0) {
      place.child("loss.consistency")
          .fail(c.loss.consistency,
                " compares both strands, but augmentation.reverse_complement is 0, as for an assay ",
                "with a direction; set one of the two");
    }
    const bool may_be_negative = c.loss.kind == LossKind::gaussian_nll || c.loss.kind == LossKind::l1_kl;
    const bool needs_positive =
        c.task_weights.kind == TaskWeighting::gradnorm || c.task_weights.kind == TaskWeighting::uncertainty;
    if (needs_positive && may_be_negative) {
      place.child("task_weights.kind")
          .fail(
              "gradnorm and uncertainty need losses above 0, but of single tasks those of gaussian_nll and l1_kl can ",
              "be negative; allowed with them: equal, inverse_variance");
    }
  });
  d.section("optimizer", c.optimizer, "AdamW");
  d.section("schedule", c.schedule, "Learning rate: linear warm-up, then cosine");
  d.section("augmentation", c.augmentation, "Random changes to the training sequences");
  d.section("early_stopping", c.early_stopping, "When training ends before its last epoch");
}

}  // namespace cre
