#include "statistics/shifted_sums.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <numeric>
#include <utility>

#include "core/error.h"
#include "core/register_vectors.h"
#include "statistics/word_source.h"

namespace cre {

namespace {

constexpr std::size_t kVector = 8;
constexpr std::size_t kShiftsAtOnce = 4;
// Products of ranks are below 2,000,000^2: the sum of so many is exact in a double.
constexpr std::size_t kExactRows = 1024;

using SumOfShifts = std::array<double, kShiftsAtOnce>;

/// Of x[i] * y[i + shift] over `rows` rows, a multiple of kVector. Nothing is fused, lanes are added in a fixed order:
/// the same bits with any instruction set.
struct AddProducts {
  template <std::size_t kLanes>
  [[gnu::always_inline]] static void run(const double* x, const double* y, const std::uint32_t* shifts,
                                         std::size_t rows, double* sums) {
    using Vector = typename RegisterVectors<kLanes>::Doubles;
    constexpr std::size_t kParts = kVector / kLanes;
    Vector sum[kShiftsAtOnce][kParts]{};
    for (std::size_t i = 0; i < rows; i += kVector) {
      for (std::size_t part = 0; part < kParts; ++part) {
        Vector left;
        std::memcpy(&left, x + i + part * kLanes, sizeof(left));
        for (std::size_t k = 0; k < kShiftsAtOnce; ++k) {
          Vector right;
          std::memcpy(&right, y + i + part * kLanes + shifts[k], sizeof(right));
          sum[k][part] += left * right;
        }
      }
    }
    for (std::size_t k = 0; k < kShiftsAtOnce; ++k) {
      const auto s = [&](std::size_t place) { return sum[k][place / kLanes][place % kLanes]; };
      sums[k] = ((s(0) + s(4)) + (s(2) + s(6))) + ((s(1) + s(5)) + (s(3) + s(7)));
    }
  }
};

/// Fisher-Yates from the last place down.
void shuffle_all(std::span<std::uint32_t> values, const RandomStream& stream) {
  WordSource words(stream);
  for (std::size_t i = values.size(); i-- > 0;) {
    std::swap(values[i], values[words.below(static_cast<std::uint32_t>(i + 1))]);
  }
}

/// `times` copies of the values in that order, and zeros up to `size`.
template <class Value>
std::vector<double> in_order(const std::vector<Value>& values, const std::vector<std::uint32_t>& order,
                             std::size_t times, std::size_t size) {
  std::vector<double> out;
  out.reserve(size);
  for (std::size_t time = 0; time < times; ++time) {
    for (const std::uint32_t row : order) {
      out.push_back(static_cast<double>(values[row]));
    }
  }
  out.resize(size);
  return out;
}

}  // namespace

ShiftedSums::ShiftedSums(const CorrelatedSeries& series, std::uint64_t seed, std::size_t permutations) {
  const std::size_t rows = series.rows();
  require(permutations < rows, "there are rows - 1 shifts");
  const auto stream = [&](std::uint64_t number) {
    return RandomStream(RandomPurpose::correlation_permutation, seed, number);
  };
  std::vector<std::uint32_t> order(rows);
  std::iota(order.begin(), order.end(), 0U);
  shuffle_all(order, stream(0));
  const std::size_t padded = (rows + kVector - 1) / kVector * kVector;
  x_ = in_order(series.x, order, 1, padded);
  rank_x_ = in_order(series.rank_x, order, 1, padded);
  y_ = in_order(series.y, order, 2, rows + padded);
  rank_y_ = in_order(series.rank_y, order, 2, rows + padded);

  std::vector<std::uint32_t> shifts(rows - 1);
  std::iota(shifts.begin(), shifts.end(), 1U);
  shuffle_all(shifts, stream(1));
  shifts_.assign(shifts.end() - static_cast<std::ptrdiff_t>(permutations), shifts.end());
  std::sort(shifts_.begin(), shifts_.end());
}

void ShiftedSums::fill(std::size_t first, std::span<PermutedSums> out) const {
  for (std::size_t begin = 0; begin < out.size(); begin += kShiftsAtOnce) {
    const std::size_t count = std::min(kShiftsAtOnce, out.size() - begin);
    std::array<std::uint32_t, kShiftsAtOnce> shifts{};
    std::copy_n(shifts_.begin() + static_cast<std::ptrdiff_t>(first + begin), count, shifts.begin());
    std::array<PermutedSums, kShiftsAtOnce> sums{};
    for (std::size_t row = 0; row < x_.size(); row += kExactRows) {
      const std::size_t rows = std::min(kExactRows, x_.size() - row);
      SumOfShifts pearson, spearman;
      run_in_registers<AddProducts>(x_.data() + row, y_.data() + row, shifts.data(), rows, pearson.data());
      run_in_registers<AddProducts>(rank_x_.data() + row, rank_y_.data() + row, shifts.data(), rows, spearman.data());
      for (std::size_t k = 0; k < kShiftsAtOnce; ++k) {
        sums[k].pearson += pearson[k];
        sums[k].spearman += static_cast<std::int64_t>(spearman[k]);
      }
    }
    std::copy_n(sums.begin(), count, out.begin() + static_cast<std::ptrdiff_t>(begin));
  }
}

}  // namespace cre
