#pragma once
// What the members of an ensemble predict for validation rows: their weights and prediction intervals are made of it.

#include <string>
#include <vector>

#include "model/strand.h"
#include "storage/calibration.h"
#include "storage/measured_rows.h"

namespace cre {

/// What a member of an ensemble brings along.
struct EnsembleMember {
  std::string name;  // for people: "model 2", "baseline"
  std::string dataset_sha256;
  Calibration calibration;
};

/// n rows, K tasks, M members; row-major, l2fc.
struct ValidationRows {
  std::vector<double> measured;               // (n, K) NaN where masked
  std::vector<std::vector<float>> predicted;  // (M)(n, K)

  bool empty() const { return measured.empty(); }
};

/// Those that the members carry; none when one has none, or they are not the same rows.
ValidationRows carried_rows(const std::vector<EnsembleMember>& members, Strands strands);

/// Those of a dataset, as its rows were just predicted: (M)(N, K).
ValidationRows dataset_rows(const MeasuredRows& measured, const std::vector<std::vector<float>>& predicted,
                            std::size_t tasks);

/// Were all members trained on that dataset? Only then do its rows say how well it is predicted.
bool all_trained_on(const std::vector<EnsembleMember>& members, const std::string& dataset_sha256);

}  // namespace cre
