#include "encode/scale_weights.h"

namespace cre {

void scale_weights(MeasuredRows& rows, std::size_t tasks) {
  for (std::size_t task = 0; task < tasks; ++task) {
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const std::size_t at = row * tasks + task;
      if (rows.split[row] != Split::train || rows.mask[at] == 0) {
        continue;
      }
      sum += static_cast<double>(rows.weight[at]);
      count += 1.0;
    }
    if (count == 0.0) {
      continue;
    }
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      float& weight = rows.weight[row * tasks + task];
      weight = static_cast<float>(static_cast<double>(weight) * count / sum);
    }
  }
}

}  // namespace cre
