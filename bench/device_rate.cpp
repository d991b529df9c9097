#include "device_rate.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/stopwatch.h"
#include "layers/onednn.h"

namespace bench {
namespace {

constexpr std::int64_t kWarm = 3, kTimes = 20;
constexpr double kSeconds = 1.0;

// Of a product of two square matrices.
struct Product {
  double operations;
  std::function<void()> compute;
};

Product product(const at::Device& device, at::ScalarType dtype, std::int64_t size) {
  const auto options = at::TensorOptions(dtype).device(device);
  const at::Tensor a = at::randn({size, size}, options), b = at::randn({size, size}, options);
  const auto operations = 2.0 * static_cast<double>(size) * static_cast<double>(size) * static_cast<double>(size);
  if (cre::onednn::is_for(a)) {
    // By oneDNN, as the layers of networks, with one factor in the layout that it likes best; a convolution of width 1
    // is this product. at::mm would change the layout in every product, and take another library at fp32.
    const cre::onednn::ConvolutionShape shape{.padding = 0, .dilation = 1, .groups = 1};
    const at::Tensor x = a.view({1, size, 1, size}).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor packed = cre::onednn::packed_convolution(b.unsqueeze(2), shape, x);
    return {operations, [=] { cre::onednn::convolution(x, packed, {}, shape, nullptr); }};
  }
  return {operations, [a, b, out = at::empty({size, size}, options)]() mutable { at::mm_out(out, a, b); }};
}

double matrix_rate(const at::Device& device, at::ScalarType dtype) {
  std::int64_t size = device.is_cpu() ? 256 : 8192;
  Product measured = product(device, dtype, size);
  // Up to 2048 on processors, where these reach their rate; not on one that emulates bf16, where one product took 15 s.
  // Twice the size is 8 times the work.
  while (device.is_cpu() && size < 2048) {
    measured.compute();
    if (8.0 * seconds_of(device, measured.compute) > kSeconds / 4.0) {
      break;
    }
    size *= 2;
    measured = product(device, dtype, size);
  }
  return rate_of(device, measured.operations, measured.compute);
}

double copy_rate(const at::Device& device) {
  const std::int64_t count = (device.is_cpu() ? 128LL : 512LL) << 20;
  const at::Tensor from = at::ones({count}, device);
  at::Tensor to = at::zeros({count}, device);
  return rate_of(device, 2.0 * static_cast<double>(from.nbytes()), [&] { to.copy_(from); });
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

double rate_of(const at::Device& device, double work, const std::function<void()>& body) {
  std::vector<double> times = times_of(device, kWarm, kTimes, kSeconds, body);
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return work / *middle;
}

nlohmann::json device_rates(const at::Device& device) {
  const torch::NoGradGuard no_gradients;
  return {{"matrix_fp32", matrix_rate(device, at::kFloat)},
          {"matrix_bf16", matrix_rate(device, at::kBFloat16)},
          {"copy_bytes", copy_rate(device)}};
}

}  // namespace bench
