#pragma once
// Running a network over many elements without gradients.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "model/element_input.h"
#include "model/network.h"
#include "model/strand.h"

namespace cre {

struct InferenceOptions {
  std::int64_t batch =
      512;  ///< elements at a time; on the processor at most 32 for each thread, and about so many in all
  at::ScalarType dtype = at::kFloat;  ///< arithmetic of the network
  /// Called after each batch, with its number of rows, by the thread that computed it; what it throws ends the
  /// inference.
  std::function<void(std::int64_t)> after_batch = {};
};

/// Standardized, (rows, K) row-major; log_variance is empty unless the network has a second output for each task.
struct Inference {
  std::vector<float> activity, log_variance;
};

/// rows: indices into `input`. Weight norm and batch norm are folded into plain weights meanwhile. Every batch is
/// filled up to the same size, so that what is computed for a row does not depend on how many rows there are.
Inference infer(Network& network, const ElementInput& input, std::span<const std::int64_t> rows, Strand strand,
                const InferenceOptions& options);

/// Prediction averaged over both strands; lists of one length.
std::vector<float> mean_of_strands(const std::vector<float>& forward, const std::vector<float>& reverse);

}  // namespace cre
