#include "layers/norm.h"

namespace cre {

const Names<Norm>& norm_names() {
  static const Names<Norm> names = {
      {"none", Norm::none},
      {"weight", Norm::weight},
      {"batch", Norm::batch},
      {"group", Norm::group},
      {"layer", Norm::layer},
      {"weight+batch", Norm::weight_batch},
      {"weight+group", Norm::weight_group},
      {"weight+layer", Norm::weight_layer},
  };
  return names;
}

bool has_weight_norm(Norm norm) {
  return norm == Norm::weight || norm == Norm::weight_batch || norm == Norm::weight_group || norm == Norm::weight_layer;
}

OutputNorm output_norm(Norm norm) {
  switch (norm) {
    case Norm::batch:
    case Norm::weight_batch:
      return OutputNorm::batch;
    case Norm::group:
    case Norm::weight_group:
      return OutputNorm::group;
    case Norm::layer:
    case Norm::weight_layer:
      return OutputNorm::layer;
    case Norm::none:
    case Norm::weight:
      break;
  }
  return OutputNorm::none;
}

}  // namespace cre
