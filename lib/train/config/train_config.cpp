#include "train/config/train_config.h"

#include "model/element_input.h"

namespace cre {
namespace {

const Limits kShare = between(0.0, 1.0);

void check_task_weights(const TrainConfig& c, const Place& place) {
  const bool may_be_negative = c.loss.kind == LossKind::gaussian_nll || c.loss.kind == LossKind::l1_kl;
  const bool needs_positive =
      c.task_weights.kind == TaskWeighting::gradnorm || c.task_weights.kind == TaskWeighting::uncertainty;
  if (needs_positive && may_be_negative) {
    place.child("task_weights.kind")
        .fail(
            "gradnorm and uncertainty need losses above 0, but of single tasks those of gaussian_nll and l1_kl can be ",
            "negative; allowed with them: equal, inverse_variance");
  }
}

}  // namespace

void describe(Description& d, AugmentationConfig& c) {
  d.number("reverse_complement", c.reverse_complement, kShare, "probability",
           "Train on the other strand; 0 for a directional assay. Above 0, validation averages both strands");
  d.number("shift", c.shift, kShare, "probability", "Shift the insert; what is uncovered becomes N");
  d.integer("max_shift", c.max_shift, between(1, 1000), "bases", "Largest shift to either side");
  d.number("mask", c.mask, from_zero_below_one(), "probability", "Hide a base: its four channels become 0");
  d.number("mixup_alpha", c.mixup_alpha, between(0.0, 100.0), "",
           "Mix what the heads read, and the targets, of two elements with a share from Beta(alpha, alpha); 0 = off");
  d.unused_when("max_shift", {is("shift", {0.0})});
}

void describe(Description& d, TrainConfig& c) {
  d.integer("seed", c.seed, at_least(0), "", "Decides initial weights, order of elements, augmentation and dropout");
  d.text("device", c.device, "cpu, cuda or cuda:i");
  d.choice(
      "precision", c.precision, precision_names(),
      "Arithmetic of the network; auto is bf16 where the device has it in hardware, else fp32. fp16 scales the loss "
      "by itself");
  d.flag("cuda_graph", c.cuda_graph,
         "On a GPU: record the step once and play it from then on, which saves launching its kernels one by one; takes "
         "more memory, and changes no result. Without effect on a processor");
  d.integer("epochs", c.epochs, between(1, 100000), "epochs",
            "Most passes over the training rows; null = as early_stopping.preset says");
  d.integer("batch", c.batch, between(1, 1000000), "elements",
            "Most elements in a step; the visits of an epoch are spread evenly over its steps");
  d.section("loss", c.loss, "What is made small");
  d.section("task_weights", c.task_weights, "How the tasks share the loss");
  d.integer("uniform_weight_epochs", c.uniform_weight_epochs, between(0, 100000), "epochs",
            "Epochs at first in which all measured values weigh the same, before element weights count (qc.se_rule C)");
  d.unused_when("uniform_weight_epochs", {is_not("/qc.se_rule", {"C"}), is("/qc.weights", {"none"})});
  d.section("optimizer", c.optimizer, "How weights follow gradients");
  d.section("schedule", c.schedule, "Learning rate");
  d.section("sampling", c.sampling, "Which elements an epoch visits, and how often");
  d.section("augmentation", c.augmentation, "Random changes to the training sequences");
  d.section("early_stopping", c.early_stopping, "When training ends before its last epoch, and which epoch is best");
  d.number("weight_average", c.weight_average, from_zero_below_one(), "",
           "Decay of a running mean of the weights, which is validated and kept instead of them; 0 = off");
  d.integer("max_skipped_steps", c.max_skipped_steps, between(1, 100000), "steps",
            "Steps without a finite loss and gradient are skipped; so many in a row, or a whole epoch of them, end the "
            "training");
  d.number("checkpoint_minutes", c.checkpoint_minutes, above(0.0), "minutes",
           "Longest time between checkpoints; there is one after each epoch and at a signal in any case");
  describe_residence(d, c.resident_mib);
  d.rule([&c](const Place& place) { check_task_weights(c, place); });
}

}  // namespace cre
