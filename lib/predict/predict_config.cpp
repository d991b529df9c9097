#include "predict/predict_config.h"

#include "model/element_input.h"

namespace cre {

namespace {

const Names<Weighting>& weighting_names() {
  static const Names<Weighting> names = {{"equal", Weighting::equal}, {"greedy", Weighting::greedy}};
  return names;
}

}  // namespace

void describe(Description& d, PredictConfig& c) {
  d.flag("reverse_complement", c.reverse_complement,
         "Average the predictions of both strands; false for a directional assay");
  d.number("interval_alpha", c.interval_alpha, {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true}, "",
           "Share of new elements whose measurement may lie outside of its prediction interval, which is calibrated on "
           "validation rows; null makes no intervals");
  d.flag("with_baseline", c.with_baseline,
         "The linear baseline is a member of each ensemble, and makes one of a single network; the workflow passes its "
         "baseline.h5, by hand that is --baseline");
  d.choice("weighting", c.weighting, weighting_names(),
           "How much the members of an ensemble count: equal, or greedy, as often as members are chosen one after the "
           "other so that validation rows are predicted best (Caruana et al. 2004)");
  d.integer("batch", c.batch, between(1, 1000000), "elements",
            "Elements at a time, on the processor at most 32 for each thread, and without influence on the result");
  d.text("device", c.device, "cpu, cuda or cuda:i");
  d.choice("precision", c.precision, precision_names(),
           "Arithmetic of the network; auto is bf16 where the device has it in hardware, else fp32");
  describe_residence(d, c.resident_mib);
  d.flag("other_dataset", c.other_dataset,
         "Predict a dataset that the model was not trained on; the split in it says nothing about that training then");
}

}  // namespace cre
