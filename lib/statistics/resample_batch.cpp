#include "statistics/resample_batch.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/error.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

constexpr std::int32_t kMostDrawn = std::numeric_limits<std::uint8_t>::max();
constexpr std::int64_t kMostRows = std::int64_t{1} << 30U;  // twice of it is a 32-bit number

/// Sums of the counts of each resample. Four of them at a time are added within one word of 64 bits.
class SumOfCounts {
 public:
  /// Adds packed(row) for each row: the eight bytes of a BatchCount.
  template <class Packed>
  void add(std::size_t rows, Packed packed) {
    constexpr std::size_t kRowsAtOnce = 257;  // 257 * 255 is below 2^16
    constexpr std::uint64_t kEveryOther = 0x00FF00FF00FF00FFU;
    for (std::size_t begin = 0; begin < rows; begin += kRowsAtOnce) {
      const std::size_t end = std::min(begin + kRowsAtOnce, rows);
      std::uint64_t even = 0, odd = 0;
      for (std::size_t row = begin; row < end; ++row) {
        const std::uint64_t counts = packed(row);
        even += counts & kEveryOther;
        odd += (counts >> 8U) & kEveryOther;
      }
      for (std::size_t b = 0; b < kBatch; ++b) {
        sum_[b] += static_cast<std::int64_t>(((b % 2 == 0 ? even : odd) >> (8 * (b - b % 2))) & 0xFFFFU);
      }
    }
  }

  void set(std::array<std::int32_t, kBatch>& drawn) const {
    for (std::size_t b = 0; b < kBatch; ++b) {
      require(sum_[b] <= kMostRows, "at most 2^30 rows in a resample");
      drawn[b] = static_cast<std::int32_t>(sum_[b]);
    }
  }

 private:
  std::array<std::int64_t, kBatch> sum_{};
};

std::uint64_t packed_counts(const BatchCount& count) {
  std::uint64_t packed = 0;
  std::memcpy(&packed, count.data(), sizeof(packed));
  return packed;
}

void sum_counts(ResampleBatch& batch) {
  SumOfCounts sum;
  sum.add(batch.counts.size(), [&](std::size_t row) { return packed_counts(batch.counts[row]); });
  sum.set(batch.drawn);
}

/// The counts of each unit side by side.
void interleave(const std::array<std::vector<std::int32_t>, kBatch>& counts, std::vector<BatchCount>& out) {
  std::uint32_t all_bits = 0;
  for (std::size_t unit = 0; unit < out.size(); ++unit) {
    std::uint64_t packed = 0;
    for (std::size_t b = 0; b < kBatch; ++b) {
      const auto count = static_cast<std::uint32_t>(counts[b][unit]);
      all_bits |= count;
      packed |= std::uint64_t{count} << (8 * b);
    }
    std::memcpy(out[unit].data(), &packed, sizeof(packed));
  }
  require(all_bits <= static_cast<std::uint32_t>(kMostDrawn), "a unit is drawn 0 to 255 times");
}

}  // namespace

BatchValues undefined_batch() {
  BatchValues out;
  out.fill(kUndefined);
  return out;
}

ResampleBatch repeated(std::span<const std::int32_t> counts) {
  ResampleBatch batch;
  for (const std::int32_t count : counts) {
    require(count >= 0 && count <= kMostDrawn, "a row is drawn 0 to 255 times");
    batch.counts.emplace_back().fill(static_cast<std::uint8_t>(count));
  }
  sum_counts(batch);
  return batch;
}

ResampleBatch every_row_once(std::size_t rows) {
  return repeated(std::vector<std::int32_t>(rows, 1));
}

void BatchDrawer::draw(std::uint64_t seed, std::uint64_t first, std::size_t count, ResampleBatch& batch) {
  require(count >= 1 && count <= kBatch, "a batch has 1 to 8 resamples");
  for (std::size_t b = 0; b < kBatch; ++b) {
    if (b < count) {
      draw_units(*units_, seed, first + b, unit_counts_[b]);
    } else {
      unit_counts_[b].assign(units_->count, 0);
    }
  }
  const bool rows_are_units = units_->unit_of_row.empty();
  std::vector<BatchCount>& unit_batch = rows_are_units ? batch.counts : unit_batch_;
  unit_batch.resize(units_->count);
  interleave(unit_counts_, unit_batch);
  if (!rows_are_units) {
    batch.counts.resize(units_->rows);
    std::transform(units_->unit_of_row.begin(), units_->unit_of_row.end(), batch.counts.begin(),
                   [&](std::uint32_t unit) { return unit_batch[unit]; });
  }
  sum_counts(batch);
}

void gather_rows(const ResampleBatch& batch, std::span<const std::uint32_t> rows, ResampleBatch& part) {
  part.counts.resize(rows.size());
  SumOfCounts sum;
  sum.add(rows.size(), [&](std::size_t i) {
    part.counts[i] = batch.counts[rows[i]];
    return packed_counts(part.counts[i]);
  });
  sum.set(part.drawn);
}

}  // namespace cre
