#pragma once
// Which elements an epoch visits, and how often.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/config.h"
#include "storage/dataset.h"

namespace cre {

struct SamplingConfig {
  std::optional<double> twice_from;
  bool both_strands = false;
  std::int64_t balance_bins = 0;
  bool full_epochs = false;
};

void describe(Description& d, SamplingConfig& c);

/// One look at an element. Visits of one element in one epoch differ in `copy` and so in their random numbers.
struct Visit {
  std::int64_t row = 0;   // of the dataset
  std::int64_t copy = 0;  // 0, 1, ... of this row
};

/// Decides the visits of each epoch; a function of dataset, config, seed and epoch alone.
class Sampler {
 public:
  /// rows: the training rows. With full_epochs those of the dataset that are unused count for the length of an epoch.
  Sampler(const SamplingConfig& config, const Dataset& dataset, std::span<const std::int64_t> rows);

  /// In the order of the rows; EpochPlan shuffles them. Their number is the same in each epoch.
  std::vector<Visit> visits(std::uint64_t seed, std::int64_t epoch) const;
  std::int64_t visits_per_epoch() const;

 private:
  std::vector<Visit> repeated(std::uint64_t seed, std::int64_t epoch) const;
  std::vector<Visit> balanced(std::uint64_t seed, std::int64_t epoch) const;

  SamplingConfig config_;
  std::vector<Visit> once_;                      // without balance: how often each row is visited among all
  std::vector<std::vector<std::int64_t>> bins_;  // with balance: rows of each bin that has any
  std::int64_t count_;
};

}  // namespace cre
