#pragma once
// Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
// A value depends on its key and counter alone, never on how many were drawn before or by which thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cre {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

inline constexpr int kPhiloxRounds = 10;
inline constexpr std::array<std::uint32_t, 2> kPhiloxMultiplier = {0xD2511F53U, 0xCD9E8D57U};
inline constexpr PhiloxKey kPhiloxWeyl = {0x9E3779B9U, 0xBB67AE85U};  // what the key goes up by in a round

/// The Philox4x32-10 bijection; matches the published known-answer vectors of Random123.
PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key);

/// What the numbers are for; part of the counter, so that two uses never share numbers.
enum class RandomPurpose : std::uint32_t {
  simulation = 1,
  split = 2,
  initial_weights = 3,
  epoch_order = 4,
  augmentation = 5,
  dropout = 6,
  bootstrap = 7,
  permutation = 8,
  mixup = 9,
  sampling = 10,
  correlation_permutation = 11,
};

/// Uniform in [0, 1) with the upper 53 of 64 random bits.
constexpr double uniform_of(std::uint64_t bits) {
  return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

/// A stream of numbers for one (purpose, seed, a, b), for instance (augmentation, seed, epoch, row).
class RandomStream {
 public:
  RandomStream(RandomPurpose purpose, std::uint64_t seed, std::uint64_t a = 0, std::uint32_t b = 0);

  std::uint32_t next_u32();
  /// The same words as `words.size()` calls of next_u32(), several times faster for many of them.
  void fill(std::span<std::uint32_t> words);
  std::uint64_t next_u64();
  /// Uniform in [0, 1) with 53 bits.
  double uniform();
  /// Uniform in {0, ..., bound - 1} without bias (Lemire 2019). bound >= 1.
  std::uint64_t below(std::uint64_t bound);
  /// Standard normal (Box-Muller).
  double normal();

 private:
  PhiloxCounter counter_;
  PhiloxKey key_;
  PhiloxCounter block_{};
  unsigned used_ = 4;
};

/// Fisher-Yates; the order is a function of the stream alone.
void shuffle(std::span<std::int64_t> values, RandomStream& stream);

/// {0, ..., count - 1} in random order.
std::vector<std::int64_t> random_permutation(std::size_t count, RandomStream& stream);

}  // namespace cre
