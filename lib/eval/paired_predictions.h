#pragma once
// Other predictions of the same rows beside the evaluated ones: paired differences, each on the rows that both have.

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eval/aligned_rows.h"
#include "eval/metrics.h"

namespace cre {

/// A file of predictions with the name that the results have for it.
struct NamedPredictions {
  std::string name;
  std::filesystem::path file;
};

/// Reads "NAME=FILE". Throws usage when a part is empty or a name occurs twice.
std::vector<NamedPredictions> parse_against(const std::vector<std::string>& arguments);

/// The evaluated predictions minus others.
struct PairedPredictions {
  std::string name;
  std::size_t rows;               // that both have
  ArmValues evaluated, other;     // on these rows
  std::vector<Estimate> delta;    // (layout size) percentile intervals, and why a value is undefined
  std::vector<double> pearson_p;  // (K + 1) paired bootstrap, two-sided: of the tasks, then of their mean
};

/// Predictions that are compared, prepared: gives arms for resampled_values() and reads their values.
class PairedArms {
 public:
  /// `reference`: the evaluated rows. `split`: theirs, for artifacts. Throws as aligned_rows() and aligned_table().
  PairedArms(const EvalRows& reference, Split split, const std::vector<NamedPredictions>& others,
             const MeasureSettings& settings, unsigned threads);

  /// The evaluated predictions on all rows stand first.
  const std::vector<PreparedArm>& arms() const { return arms_; }
  std::vector<PairedPredictions> compared(const std::vector<ArmValues>& values, double confidence) const;

 private:
  struct Pair {
    std::string name;
    std::size_t rows, evaluated, other;  // places in arms_
  };
  /// Why a value of an arm is undefined; "" when it is not.
  std::string why_undefined(std::size_t arm, std::size_t measure, std::size_t place) const;

  std::vector<PreparedArm> arms_;
  std::vector<Pair> pairs_;
  MeasureLayout layout_;
};

/// {"rows", "pearson": {"macro", TASK...}, ..., "delta": {"pearson": ..., ...}}
nlohmann::ordered_json paired_json(const PairedPredictions& paired, const std::vector<std::string>& tasks,
                                   std::int64_t resamples);

}  // namespace cre
