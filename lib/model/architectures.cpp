#include "model/architectures.h"

namespace cre {

std::vector<std::unique_ptr<Architecture>> all_architectures() {
  std::vector<std::unique_ptr<Architecture>> list;
  for (const auto make : {multiscale, resnet_dilated, malinois, legnet}) {
    list.push_back(make());
  }
  return list;
}

}  // namespace cre
