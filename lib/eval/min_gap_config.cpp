#include "eval/min_gap_config.h"

#include <string>
#include <utility>
#include <vector>

#include "core/error.h"

namespace cre {

namespace {

const std::vector<std::pair<std::string, MinGapDefinition>>& definitions() {
  static const std::vector<std::pair<std::string, MinGapDefinition>> all = {
      {"column", MinGapDefinition::column},
      {"target_minus_best_other", MinGapDefinition::target_minus_best_other},
      {"top1_minus_top2", MinGapDefinition::top1_minus_top2}};
  return all;
}

}  // namespace

const char* min_gap_name(MinGapDefinition definition) {
  for (const auto& [name, value] : definitions()) {
    if (value == definition) {
      return name.c_str();
    }
  }
  fail(ErrorKind::internal, "a minimum gap definition without a name");
}

void describe(Description& d, MinGapConfig& c) {
  d.choice("definition", c.definition, definitions(),
           "Definition of the minimum gap; the predicted gap follows the same one.");
}

}  // namespace cre
