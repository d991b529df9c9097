#include "ablate/ablate_config.h"

#include "eval/eval_config.h"

namespace cre {

void describe(Description& d, AblateConfig& c) {
  describe_split(d, c.split);
  describe(d, c.bootstrap);
  d.section("min_gap", c.min_gap, "Minimum gap: how specific to one cell type an element is.");
  describe_active(d, c.active_from);
  d.number("alpha", c.alpha, {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true}, "",
           "Level at which a difference with an adjusted p-value below it is called significant.");
  d.number("power", c.power, {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true}, "",
           "Probability with which a difference of the size that is called resolvable would be found significant.");
  d.integer("permutations", c.permutations, between(0, 1e6), "",
            "Permutations of a paired test beside the bootstrap; 0 makes none. They need as many networks of each "
            "variant as of the baseline.");
}

void describe(Description& d, AblationToolConfig& c) {
  d.section("ablate", c.ablate, "Comparison of variants with a baseline on the same rows.");
}

}  // namespace cre
