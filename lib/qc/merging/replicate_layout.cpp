#include "qc/merging/replicate_layout.h"

namespace cre {

std::vector<ReplicatePlaces> replicate_places(const QcConfig& config) {
  std::vector<ReplicatePlaces> out(config.tasks.size());
  std::size_t next = 0;
  for (std::size_t task = 0; task < out.size(); ++task) {
    if (!config.is_merged(task)) {
      continue;
    }
    ReplicatePlaces& places = out[task];
    places.activity = next;
    places.columns = config.tasks[task].activity.size();
    next += places.columns;
    places.has_errors = config.tasks[task].standard_error.has_value();
    places.error = next;
    next += places.has_errors ? places.columns : 0;
    places.dna = next;
    places.dna_columns = config.tasks[task].counts.dna.size();
    next += places.dna_columns;
  }
  return out;
}

}  // namespace cre
