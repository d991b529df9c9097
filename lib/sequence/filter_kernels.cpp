#include "sequence/filter_kernels.h"

#include <algorithm>
#include <vector>

namespace cre {
namespace {

std::uint8_t add_saturated(std::uint8_t a, std::uint8_t b) {
  const unsigned sum = static_cast<unsigned>(a) + b;
  return static_cast<std::uint8_t>(std::min(sum, 255U));
}

FilterRow deficits_portable(const MotifFilter& filter, const FilterRow* packed, std::size_t windows,
                            FilterRow* deficits) {
  FilterRow smallest;
  smallest.fill(255);
  for (std::size_t row = 0; row < 2 * windows; ++row) {
    const std::vector<FilterRow>& tables = row % 2 == 0 ? filter.forward : filter.reverse;
    FilterRow sum{};
    for (std::size_t k = 0; k < tables.size(); ++k) {
      const FilterRow& codes = packed[row / 2 + k * filter.columns_per_lookup];
      for (std::size_t lane = 0; lane < kFilterLanes; ++lane) {
        sum[lane] = add_saturated(sum[lane], tables[k][codes[lane]]);
      }
    }
    deficits[row] = sum;
    for (std::size_t lane = 0; lane < kFilterLanes; ++lane) {
      smallest[lane] = std::min(smallest[lane], sum[lane]);
    }
  }
  return smallest;
}

std::size_t select_portable(const FilterRow* deficits, std::size_t count, const FilterRow& limit, FilterHit* hits) {
  std::size_t found = 0;
  for (std::size_t row = 0; row < count; ++row) {
    std::uint64_t lanes = 0;
    for (std::size_t lane = 0; lane < kFilterLanes; ++lane) {
      lanes |= std::uint64_t{deficits[row][lane] <= limit[lane]} << lane;
    }
    hits[found] = {static_cast<std::uint32_t>(row), lanes};
    found += lanes != 0 ? 1 : 0;
  }
  return found;
}

std::vector<FilterKernel> runnable_kernels() {
  std::vector<FilterKernel> kernels;
  for (const std::optional<FilterKernel>& kernel : {avx512_filter_kernel(), avx2_filter_kernel()}) {
    if (kernel) {
      kernels.push_back(*kernel);
    }
  }
  kernels.push_back(portable_filter_kernel());
  return kernels;
}

}  // namespace

FilterKernel portable_filter_kernel() {
  return {"portable", 2, deficits_portable, select_portable};
}

std::span<const FilterKernel> filter_kernels() {
  static const std::vector<FilterKernel> kernels = runnable_kernels();
  return kernels;
}

}  // namespace cre
