#pragma once
// Times of training steps and of inference of a network, on random data.

#include <nlohmann/json_fwd.hpp>

#include "rate_plan.h"

namespace bench {

/// {"batch", "cuda_graph", "training": [seconds of a step, ...], "inference": [seconds of a batch, ...],
/// "peak_memory_bytes"}, and with run.convolution "multiply_adds" (of an element, forward) and "convolution"
/// (convolution_rate.h); where the memory does not suffice, or another error comes, "error" instead of the times.
nlohmann::json time_network(const RatePlan& plan, const RateRun& run, const at::Device& device);

}  // namespace bench
