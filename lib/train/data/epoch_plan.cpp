#include "train/data/epoch_plan.h"

#include "core/random.h"

namespace cre {

std::int64_t steps_per_epoch(std::int64_t visits, std::int64_t batch) {
  return (visits + batch - 1) / batch;
}

EpochPlan::EpochPlan(std::vector<Visit> visits, std::int64_t batch, std::uint64_t seed, std::int64_t epoch)
    : steps_(steps_per_epoch(static_cast<std::int64_t>(visits.size()), batch)) {
  RandomStream stream(RandomPurpose::epoch_order, seed, static_cast<std::uint64_t>(epoch));
  for (const std::int64_t i : random_permutation(visits.size(), stream)) {
    order_.push_back(visits[static_cast<std::size_t>(i)]);
  }
}

std::span<const Visit> EpochPlan::visits_of_step(std::int64_t step) const {
  const auto count = static_cast<std::int64_t>(order_.size());
  const std::int64_t begin = count * step / steps_, end = count * (step + 1) / steps_;
  return std::span(order_).subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

}  // namespace cre
