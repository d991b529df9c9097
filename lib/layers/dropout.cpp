#include "layers/dropout.h"

#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/random.h"

namespace cre {
namespace {

constexpr std::int64_t kLow32 = 0xFFFFFFFF;

struct WideProduct {
  at::Tensor high, low;  // 32 bits each, in int64
};

// Products of two 32-bit numbers fill 64 bits; as int64 they wrap to the right bits and the sign is masked away.
WideProduct multiply(const at::Tensor& factor, std::int64_t constant) {
  const at::Tensor product = factor * constant;
  return {product.bitwise_right_shift(32).bitwise_and_(kLow32), product.bitwise_and(kLow32)};
}

}  // namespace

DropoutMask DropoutMask::of(double probability, std::uint64_t seed, std::uint64_t step, std::uint32_t layer) {
  require(probability >= 0.0 && probability < 1.0, "dropout probability in [0, 1)");
  const auto threshold = static_cast<std::uint32_t>(std::lround(probability * 65536.0));
  return {.seed = seed, .step = step, .layer = layer, .threshold = std::min(threshold, 65535U)};
}

at::Tensor dropout_keep(const DropoutMask& mask, std::int64_t count, const at::Device& device) {
  const std::int64_t chunks = (count + kDropoutChunk - 1) / kDropoutChunk;
  const auto options = at::TensorOptions(at::kLong).device(device);
  at::Tensor c0 = at::arange(chunks * (kDropoutChunk / 8), options);
  at::Tensor c1 = at::full_like(c0, static_cast<std::int64_t>(mask.layer));
  const at::Tensor step =
      mask.step_on_device.defined() ? mask.step_on_device : at::full({}, static_cast<std::int64_t>(mask.step), options);
  at::Tensor c2 = step.bitwise_and(kLow32).expand_as(c0);
  at::Tensor c3 = step.bitwise_right_shift(32)
                      .bitwise_and_(0xFFFFFF)
                      .bitwise_xor_(static_cast<std::int64_t>(RandomPurpose::dropout) << 24)
                      .expand_as(c0);
  auto key0 = static_cast<std::uint32_t>(mask.seed);
  auto key1 = static_cast<std::uint32_t>(mask.seed >> 32U);
  for (int round = 0; round < 10; ++round) {
    const WideProduct product0 = multiply(c0, 0xD2511F53);
    const WideProduct product1 = multiply(c2, 0xCD9E8D57);
    c0 = product1.high.bitwise_xor(c1).bitwise_xor_(static_cast<std::int64_t>(key0));
    c1 = product1.low;
    c2 = product0.high.bitwise_xor(c3).bitwise_xor_(static_cast<std::int64_t>(key1));
    c3 = product0.low;
    key0 += 0x9E3779B9U;
    key1 += 0xBB67AE85U;
  }
  // The 128 bits of a block in memory, little end first, are its eight numbers in their order.
  const at::Tensor bits =
      at::stack({c0.bitwise_or(c1.bitwise_left_shift(32)), c2.bitwise_or(c3.bitwise_left_shift(32))}, 1);
  const at::Tensor numbers = bits.view(at::kShort).view({chunks, kDropoutChunk / 8, 8});
  const at::Tensor ordered = numbers.transpose(1, 2).reshape({-1}).slice(0, 0, count);
  constexpr std::int64_t kSmallest = std::numeric_limits<std::int16_t>::min();  // numbers have no sign
  return ordered.bitwise_xor(kSmallest).ge(static_cast<std::int64_t>(mask.threshold) + kSmallest);
}

}  // namespace cre
