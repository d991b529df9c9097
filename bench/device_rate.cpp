#include "device_rate.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/stopwatch.h"

namespace bench {
namespace {

constexpr std::int64_t kWarm = 3, kTimes = 20;
constexpr double kSeconds = 1.0;

double median_time(const at::Device& device, const std::function<void()>& body) {
  std::vector<double> times = times_of(device, kWarm, kTimes, kSeconds, body);
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

double matrix_rate(const at::Device& device, at::ScalarType dtype) {
  const std::int64_t size = device.is_cpu() ? 2048 : 8192;
  const auto options = at::TensorOptions(dtype).device(device);
  const at::Tensor a = at::randn({size, size}, options), b = at::randn({size, size}, options);
  at::Tensor out = at::empty({size, size}, options);
  const auto operations = 2.0 * static_cast<double>(size) * static_cast<double>(size) * static_cast<double>(size);
  return operations / median_time(device, [&] { at::mm_out(out, a, b); });
}

double convolution_rate(const at::Device& device, at::ScalarType dtype) {
  const std::int64_t batch = device.is_cpu() ? 32 : 1024, channels = 256, positions = 200, width = 3;
  const auto options = at::TensorOptions(dtype).device(device);
  const auto layout = at::MemoryFormat::ChannelsLast;
  const at::Tensor x = at::randn({batch, channels, 1, positions}, options).contiguous(layout);
  const at::Tensor weight = at::randn({channels, channels, 1, width}, options).contiguous(layout);
  const auto operations = 2.0 * static_cast<double>(batch * channels * positions * channels * width);
  return operations / median_time(device, [&] {
           at::conv2d(x, weight, {}, /*stride=*/{1, 1}, /*padding=*/at::IntArrayRef({0, 1}));
         });
}

double copy_rate(const at::Device& device) {
  const std::int64_t bytes = (device.is_cpu() ? 256LL : 2048LL) << 20;
  const auto options = at::TensorOptions(at::kByte).device(device);
  const at::Tensor from = at::ones({bytes}, options);
  at::Tensor to = at::zeros({bytes}, options);
  return 2.0 * static_cast<double>(bytes) / median_time(device, [&] { to.copy_(from); });
}

}  // namespace

double seconds_of(const at::Device& device, const std::function<void()>& body) {
  const auto wait = [&] {
    if (device.is_cuda()) {
      torch::cuda::synchronize(device.index());
    }
  };
  wait();
  const cre::Instant start = cre::now();
  body();
  wait();
  return cre::seconds_since(start);
}

std::vector<double> times_of(const at::Device& device, std::int64_t warm, std::int64_t most, double limit,
                             const std::function<void()>& body) {
  for (std::int64_t i = 0; i < warm; ++i) {
    body();
  }
  std::vector<double> times;
  double sum = 0.0;
  while (static_cast<std::int64_t>(times.size()) < most && (times.size() < 3 || sum < limit)) {
    times.push_back(seconds_of(device, body));
    sum += times.back();
  }
  return times;
}

nlohmann::json device_rates(const at::Device& device) {
  const torch::NoGradGuard no_gradients;
  return {{"matrix_fp32", matrix_rate(device, at::kFloat)},
          {"matrix_bf16", matrix_rate(device, at::kBFloat16)},
          {"convolution_fp32", convolution_rate(device, at::kFloat)},
          {"convolution_bf16", convolution_rate(device, at::kBFloat16)},
          {"copy_bytes", copy_rate(device)}};
}

}  // namespace bench
