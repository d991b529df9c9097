#pragma once
// Running a network over many elements without gradients.

#include <cstdint>
#include <span>
#include <vector>

#include "model/network.h"
#include "model/sequence_input.h"

namespace cre {

/// The sequence as given, or the other strand of it.
enum class Strand { forward, reverse };
/// What a prediction is made from.
enum class Strands { forward, both };

struct InferenceOptions {
  std::int64_t batch = 512;           ///< elements at a time
  at::ScalarType dtype = at::kFloat;  ///< arithmetic of the network
};

/// rows: indices into `input`. Returns standardized activities, (rows, K) row-major. Every batch is filled up to the
/// same size, so that what is computed for a row does not depend on how many rows there are.
std::vector<float> infer(Network& network, const SequenceInput& input, std::span<const std::int64_t> rows,
                         Strand strand, const InferenceOptions& options);

/// Prediction averaged over both strands; lists of one length.
std::vector<float> mean_of_strands(const std::vector<float>& forward, const std::vector<float>& reverse);

}  // namespace cre
