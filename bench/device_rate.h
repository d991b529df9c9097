#pragma once
// What a device does without a network: the limits that rates of networks are compared with.

#include <functional>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "layers/torch.h"

namespace bench {

/// Seconds of `body`, until the device has done all of it.
double seconds_of(const at::Device& device, const std::function<void()>& body);

/// Times of `body` after `warm` further ones: `most` of them, or fewer when they take `limit` seconds, at least three.
std::vector<double> times_of(const at::Device& device, std::int64_t warm, std::int64_t most, double limit,
                             const std::function<void()>& body);

/// `work` of one call of `body`, which computes one thing at the device's best, a second: by the median of its times.
double rate_of(const at::Device& device, double work, const std::function<void()>& body);

/// Operations per second of a large matrix product of random numbers in fp32 (no TF32) and bf16; bytes per second, read
/// and written, of a large copy.
nlohmann::json device_rates(const at::Device& device);

}  // namespace bench
