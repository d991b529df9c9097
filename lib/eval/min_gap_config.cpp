#include "eval/min_gap_config.h"

#include "core/names.h"

namespace cre {

namespace {

const Names<MinGapDefinition>& definitions() {
  static const Names<MinGapDefinition> all = {{"column", MinGapDefinition::column},
                                              {"target_minus_best_other", MinGapDefinition::target_minus_best_other},
                                              {"top1_minus_top2", MinGapDefinition::top1_minus_top2}};
  return all;
}

}  // namespace

const std::string& min_gap_name(MinGapDefinition definition) {
  return name_of(definition, definitions());
}

void describe(Description& d, MinGapConfig& c) {
  d.choice("definition", c.definition, definitions(),
           "Definition of the minimum gap; the predicted gap follows the same one.");
}

}  // namespace cre
