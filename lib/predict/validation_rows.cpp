#include "predict/validation_rows.h"

#include <algorithm>
#include <cmath>

#include "model/inference.h"

namespace cre {

namespace {

bool are_equal(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

}  // namespace

ValidationRows carried_rows(const std::vector<EnsembleMember>& members, Strands strands) {
  ValidationRows out;
  for (const EnsembleMember& member : members) {
    const Calibration& rows = member.calibration;
    if (rows.empty() || member.dataset_sha256 != members.front().dataset_sha256 ||
        !are_equal(rows.measured, members.front().calibration.measured)) {
      return {};
    }
    out.predicted.push_back(strands == Strands::both ? mean_of_strands(rows.forward, rows.reverse) : rows.forward);
  }
  out.measured = members.front().calibration.measured;
  return out;
}

ValidationRows dataset_rows(const MeasuredRows& measured, const std::vector<std::vector<float>>& predicted,
                            std::size_t tasks) {
  ValidationRows out;
  out.predicted.resize(predicted.size());
  for (std::size_t row = 0; row < measured.rows(); ++row) {
    if (measured.split[row] != Split::val) {
      continue;
    }
    const auto first = static_cast<std::ptrdiff_t>(row * tasks), end = first + static_cast<std::ptrdiff_t>(tasks);
    out.measured.insert(out.measured.end(), measured.activity.begin() + first, measured.activity.begin() + end);
    for (std::size_t m = 0; m < predicted.size(); ++m) {
      out.predicted[m].insert(out.predicted[m].end(), predicted[m].begin() + first, predicted[m].begin() + end);
    }
  }
  return out;
}

bool all_trained_on(const std::vector<EnsembleMember>& members, const std::string& dataset_sha256) {
  return std::all_of(members.begin(), members.end(),
                     [&](const EnsembleMember& member) { return member.dataset_sha256 == dataset_sha256; });
}

}  // namespace cre
