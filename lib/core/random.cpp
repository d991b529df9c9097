#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/philox_blocks.h"

namespace cre {

PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const std::uint64_t product0 = std::uint64_t{kPhiloxMultiplier[0]} * counter[0];
    const std::uint64_t product1 = std::uint64_t{kPhiloxMultiplier[1]} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32U) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32U) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key[0] += kPhiloxWeyl[0];
    key[1] += kPhiloxWeyl[1];
  }
  return counter;
}

// Key: the seed. Counter: position in the stream (32 bits), b and the low half of a, purpose and high half of a.
// A purpose fits 8 bits, so `a` keeps 56.
RandomStream::RandomStream(RandomPurpose purpose, std::uint64_t seed, std::uint64_t a, std::uint32_t b)
    : counter_{0, b, static_cast<std::uint32_t>(a),
               (static_cast<std::uint32_t>(purpose) << 24U) ^ static_cast<std::uint32_t>((a >> 32U) & 0xFFFFFFU)},
      key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)} {}

std::uint32_t RandomStream::next_u32() {
  if (used_ == 4) {
    block_ = philox(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

void RandomStream::fill(std::span<std::uint32_t> words) {
  std::size_t i = 0;
  while (i < words.size() && used_ < block_.size()) {
    words[i++] = block_[used_++];
  }
  const std::size_t whole = (words.size() - i) / block_.size();
  philox_blocks(counter_, key_, words.subspan(i, whole * block_.size()));
  counter_[0] += static_cast<std::uint32_t>(whole);
  i += whole * block_.size();
  while (i < words.size()) {
    words[i++] = next_u32();
  }
}

std::uint64_t RandomStream::next_u64() {
  const std::uint64_t low = next_u32();
  return low | (static_cast<std::uint64_t>(next_u32()) << 32U);
}

double RandomStream::uniform() {
  return uniform_of(next_u64());
}

std::uint64_t RandomStream::below(std::uint64_t bound) {
  __extension__ using Wide = unsigned __int128;
  Wide product = static_cast<Wide>(next_u64()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < threshold) {
      product = static_cast<Wide>(next_u64()) * bound;
    }
  }
  return static_cast<std::uint64_t>(product >> 64U);
}

double RandomStream::normal() {
  const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

void shuffle(std::span<std::int64_t> values, RandomStream& stream) {
  for (std::size_t left = values.size(); left > 1; --left) {
    std::swap(values[left - 1], values[stream.below(left)]);
  }
}

std::vector<std::int64_t> random_permutation(std::size_t count, RandomStream& stream) {
  std::vector<std::int64_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  shuffle(order, stream);
  return order;
}

}  // namespace cre
