#pragma once
// The epochs whose weights are kept.

#include <cstdint>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

namespace cre {

inline constexpr std::size_t kKeptEpochs = 3;

struct RankedEpoch {
  std::int64_t epoch = 0;
  double pearson_mean = 0.0;   // NaN ranks below every number
  nlohmann::json val_pearson;  // {task: r}, for reports
};

class BestEpochs {
 public:
  /// Takes the epoch in when it is among the best three; of equal ones the earlier is better.
  /// Returns whether it was taken in, and in `dropped` which epoch left the list for it.
  bool offer(RankedEpoch epoch, std::optional<std::int64_t>& dropped);

  /// Best first.
  const std::vector<RankedEpoch>& ranked() const { return ranked_; }

  nlohmann::json state() const;
  void restore(const nlohmann::json& state);

 private:
  std::vector<RankedEpoch> ranked_;
};

}  // namespace cre
