#include "train/config/loss_config.h"

namespace cre {

void describe(Description& d, LossConfig& c) {
  d.choice<LossKind>("kind", c.kind,
                     {{"huber", LossKind::huber},
                      {"mse", LossKind::mse},
                      {"gaussian_nll", LossKind::gaussian_nll},
                      {"l1_kl", LossKind::l1_kl}},
                     "Loss of one element in one task: Huber, squared error, Gaussian likelihood with a predicted "
                     "variance, or absolute error with the divergence between tasks (Malinois)");
  d.number("delta", c.delta, above(0.0), "standardized activity", "huber: where it turns from square to linear");
  d.number("kl_weight", c.kl_weight, at_least(0.0), "", "l1_kl: weight of the divergence beside the absolute error");
  d.number("consistency", c.consistency, between(0.0, 100.0), "",
           "Weight of the mean absolute difference between the predictions of both strands; above 0 a step takes twice "
           "as long. 0 for an assay with a direction");
  d.number("motif_weight", c.motif_weight, between(0.0, 100.0), "",
           "Weight of the prediction of motifs (model.motifs: auxiliary)");
  d.unused_when("delta", {is_not("kind", {"huber"})});
  d.unused_when("kl_weight", {is_not("kind", {"l1_kl"})});
  d.unused_when("motif_weight", {is_not("/model.motifs", {"auxiliary"})});
}

void describe(Description& d, TaskWeightsConfig& c) {
  d.choice<TaskWeighting>("kind", c.kind,
                          {{"equal", TaskWeighting::equal},
                           {"inverse_variance", TaskWeighting::inverse_variance},
                           {"uncertainty", TaskWeighting::uncertainty},
                           {"gradnorm", TaskWeighting::gradnorm}},
                          "How the tasks share the loss: equally, by their residual variance, by learned uncertainties "
                          "(Kendall 2018), or by balanced gradients (Chen 2018)");
  d.integer("start_epochs", c.start_epochs, between(0, 100000), "epochs",
            "inverse_variance: epochs with equal weights at first");
  d.number("decay", c.decay, from_zero_below_one(), "",
           "inverse_variance: of the running residual variance, each step");
  d.number("cap", c.cap, at_least(1.0), "times the mean", "inverse_variance: largest weight");
  d.number("alpha", c.alpha, between(0.0, 10.0), "", "gradnorm: how strongly slow tasks are pulled along");
  d.integer("every", c.every, between(1, 1000000), "steps", "gradnorm: steps between updates of the weights");
  d.number("rate", c.rate, above(0.0), "", "gradnorm: learning rate of the weights");
  for (const char* name : {"start_epochs", "decay", "cap"}) {
    d.unused_when(name, {is_not("kind", {"inverse_variance"})});
  }
  for (const char* name : {"alpha", "every", "rate"}) {
    d.unused_when(name, {is_not("kind", {"gradnorm"})});
  }
}

}  // namespace cre
