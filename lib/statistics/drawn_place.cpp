#include "statistics/drawn_place.h"

#include <algorithm>

#include "statistics/count_lanes.h"

namespace cre {

namespace {

constexpr std::size_t kRowsAtOnce = 64;

struct CountSum {
  template <std::size_t kLanes>
  [[gnu::always_inline]] static void run(const BatchCount* counts, const std::uint32_t* rows, std::size_t count,
                                         std::int32_t* sums) {
    for (std::size_t part = 0; part < kBatch; part += kLanes) {
      lanes::Ints<kLanes> sum{};
      for (std::size_t i = 0; i < count; ++i) {
        lanes::Ints<kLanes> drawn;
        lanes::load_counts<kLanes>(counts[rows[i]], part, drawn);
        sum += drawn;
      }
      lanes::store_to(sum, sums + part);
    }
  }
};

}  // namespace

std::array<DrawnPlace, kBatch> places_of_drawn(const ResampleBatch& batch, std::span<const std::uint32_t> order,
                                               const BatchPlaces& wanted) {
  std::array<DrawnPlace, kBatch> out;
  out.fill({order.size(), 0});
  std::array<std::int64_t, kBatch> passed{};
  std::size_t missing = 0;
  for (std::size_t b = 0; b < kBatch; ++b) {
    missing += wanted[b] >= 1 && wanted[b] <= batch.drawn[b] ? 1 : 0;
  }
  for (std::size_t begin = 0; begin < order.size() && missing > 0; begin += kRowsAtOnce) {
    const std::size_t rows = std::min(kRowsAtOnce, order.size() - begin);
    std::array<std::int32_t, kBatch> sum;
    run_in_registers<CountSum>(batch.counts.data(), order.data() + begin, rows, sum.data());
    for (std::size_t b = 0; b < kBatch; ++b) {
      const std::int64_t before = passed[b];
      passed[b] += sum[b];
      if (before < wanted[b] && wanted[b] <= passed[b]) {
        DrawnPlace& found = out[b] = {begin, before + batch.counts[order[begin]][b]};
        while (found.through < wanted[b]) {
          found.through += batch.counts[order[++found.place]][b];
        }
        --missing;
      }
    }
  }
  return out;
}

}  // namespace cre
