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

constexpr std::int64_t kBlocks = kDropoutChunk / 8;  // of a chunk

at::Tensor step_of(const DropoutMask& mask, const at::TensorOptions& options) {
  return mask.step_on_device.defined() ? mask.step_on_device
                                       : at::full({}, static_cast<std::int64_t>(mask.step), options);
}

// Numbers of the blocks that decide `count` values: int64 (chunks * kBlocks).
at::Tensor block_numbers(std::int64_t count, const at::TensorOptions& options) {
  return at::arange((count + kDropoutChunk - 1) / kDropoutChunk * kBlocks, options);
}

// Eight values of every block, block by block, in the order of the values that they decide: (count).
at::Tensor in_order(const at::Tensor& values, std::int64_t count) {
  return values.view({-1, kBlocks, 8}).transpose(1, 2).reshape({-1}).slice(0, 0, count);
}

}  // namespace

DropoutMask DropoutMask::of(double probability, std::uint64_t seed, std::uint64_t step, std::uint32_t layer) {
  require(probability >= 0.0 && probability < 1.0, "dropout probability in [0, 1)");
  const auto threshold = static_cast<std::uint32_t>(std::lround(probability * 65536.0));
  return {.seed = seed, .step = step, .layer = layer, .threshold = std::min(threshold, 65535U)};
}

at::Tensor dropout_keep(const DropoutMask& mask, std::int64_t count, const at::Device& device) {
  const auto options = at::TensorOptions(at::kLong).device(device);
  at::Tensor c0 = block_numbers(count, options);
  at::Tensor c1 = at::full_like(c0, static_cast<std::int64_t>(mask.layer));
  const at::Tensor step = step_of(mask, options);
  at::Tensor c2 = step.bitwise_and(kLow32).expand_as(c0);
  at::Tensor c3 = step.bitwise_right_shift(32)
                      .bitwise_and_(0xFFFFFF)
                      .bitwise_xor_(static_cast<std::int64_t>(RandomPurpose::dropout) << 24)
                      .expand_as(c0);
  auto key0 = static_cast<std::uint32_t>(mask.seed);
  auto key1 = static_cast<std::uint32_t>(mask.seed >> 32U);
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const WideProduct product0 = multiply(c0, kPhiloxMultiplier[0]);
    const WideProduct product1 = multiply(c2, kPhiloxMultiplier[1]);
    c0 = product1.high.bitwise_xor(c1).bitwise_xor_(static_cast<std::int64_t>(key0));
    c1 = product1.low;
    c2 = product0.high.bitwise_xor(c3).bitwise_xor_(static_cast<std::int64_t>(key1));
    c3 = product0.low;
    key0 += kPhiloxWeyl[0];
    key1 += kPhiloxWeyl[1];
  }
  // The 128 bits of a block in memory, little end first, are its eight numbers in their order.
  const at::Tensor bits =
      at::stack({c0.bitwise_or(c1.bitwise_left_shift(32)), c2.bitwise_or(c3.bitwise_left_shift(32))}, 1);
  const at::Tensor ordered = in_order(bits.view(at::kShort), count);
  constexpr std::int64_t kSmallest = std::numeric_limits<std::int16_t>::min();  // numbers have no sign
  return ordered.bitwise_xor(kSmallest).ge(static_cast<std::int64_t>(mask.threshold) + kSmallest);
}

}  // namespace cre
