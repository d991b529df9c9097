#include "eval/prepared_model.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "eval/min_gap.h"
#include "statistics/ascending_order.h"
#include "statistics/undefined.h"

namespace cre {

namespace {

PairedValues task_pairs(const TaskColumn& task) {
  PairedValues pairs = paired_values(task.activity, task.predicted);
  for (const std::uint32_t row : pairs.row) {
    pairs.standard_error.push_back(task.standard_error.empty() ? kUndefined : task.standard_error[row]);
    pairs.scale.push_back(task.scale);
  }
  return pairs;
}

PairedValues gap_pairs(const EvalRows& rows, MinGapDefinition definition) {
  const MinGaps gaps = min_gaps(rows, definition);
  return paired_values(gaps.measured, gaps.predicted);
}

void append(std::vector<double>& to, const std::vector<double>& from, const std::vector<std::uint32_t>& order) {
  std::transform(order.begin(), order.end(), std::back_inserter(to), [&](std::uint32_t i) { return from[i]; });
}

/// The pairs of all tasks, in ascending order of the measured value.
PairedValues pooled(const std::vector<PreparedPairs>& tasks) {
  PairedValues all;
  for (const PreparedPairs& task : tasks) {
    const PairedValues& v = task.values();
    all.row.insert(all.row.end(), v.row.begin(), v.row.end());
    all.measured.insert(all.measured.end(), v.measured.begin(), v.measured.end());
    all.predicted.insert(all.predicted.end(), v.predicted.begin(), v.predicted.end());
    all.standard_error.insert(all.standard_error.end(), v.standard_error.begin(), v.standard_error.end());
    all.scale.insert(all.scale.end(), v.scale.begin(), v.scale.end());
  }
  const std::vector<std::uint32_t> order = ascending_order(all.measured);
  PairedValues sorted;
  std::transform(order.begin(), order.end(), std::back_inserter(sorted.row),
                 [&](std::uint32_t i) { return all.row[i]; });
  append(sorted.measured, all.measured, order);
  append(sorted.predicted, all.predicted, order);
  append(sorted.standard_error, all.standard_error, order);
  append(sorted.scale, all.scale, order);
  return sorted;
}

std::vector<PreparedPairs> prepared_tasks(const EvalRows& rows, double active_from) {
  std::vector<PreparedPairs> out;
  for (const TaskColumn& task : rows.task) {
    out.emplace_back(task_pairs(task), active_from);
  }
  return out;
}

std::vector<double> pairs_without_each(const Measure& measure, const PreparedPairs& pairs, const ResampleUnits& units) {
  return pairs.size() < kFewestPairs ? std::vector<double>(units.count, kUndefined)
                                     : measure.without_each(pairs, units_of_rows(units, pairs.values().row));
}

}  // namespace

PreparedModel::PreparedModel(const EvalRows& rows, const MeasureSettings& settings)
    : layout_(rows.task_count()),
      names_(rows.tasks),
      tasks_(prepared_tasks(rows, settings.active_from)),
      micro_(settings.micro ? pooled(tasks_) : PairedValues{}, settings.active_from),
      gaps_(gap_pairs(rows, settings.min_gap), settings.active_from) {}

void PreparedModel::draw(const ResampleBatch& rows, DrawnRows& drawn) const {
  drawn.task.resize(tasks_.size());
  for (std::size_t k = 0; k < tasks_.size(); ++k) {
    drawn.task[k].draw(tasks_[k], rows);
  }
  drawn.micro.draw(micro_, rows);
  drawn.gap.draw(gaps_, rows);
}

template <class Of>
std::vector<double> PreparedModel::filled(Of of) const {
  std::vector<double> values(layout_.size(), kUndefined);
  for (std::size_t m = 0; m < measures().size(); ++m) {
    if (measures()[m].scope == MeasureScope::gap) {
      values[layout_.index(m, 0)] = of(m, layout_.tasks() + 1);
      continue;
    }
    const std::size_t first = layout_.index(m, 0);
    double sum = 0.0, weighted = 0.0, rows = 0.0;
    for (std::size_t k = 0; k < layout_.tasks(); ++k) {
      const auto n = static_cast<double>(tasks_[k].size());
      values[first + k] = of(m, k);
      sum += values[first + k];
      weighted += values[first + k] * n;
      rows += n;
    }
    values[first + layout_.macro()] = sum / static_cast<double>(layout_.tasks());
    values[first + layout_.weighted()] = weighted / rows;
    values[first + layout_.micro()] = of(m, layout_.tasks());
  }
  return values;
}

const PreparedPairs& PreparedModel::prepared(std::size_t part) const {
  return part < tasks_.size() ? tasks_[part] : part == tasks_.size() ? micro_ : gaps_;
}

std::vector<double> PreparedModel::values() const {
  return filled([&](std::size_t measure, std::size_t part) {
    return prepared(part).size() < kFewestPairs ? kUndefined : measures()[measure].value(prepared(part));
  });
}

std::vector<BatchValues> PreparedModel::values(const DrawnRows& drawn) const {
  const std::size_t parts = tasks_.size() + 2;
  std::vector<std::vector<BatchValues>> of_part(measures().size(), std::vector<BatchValues>(parts, undefined_batch()));
  for (std::size_t part = 0; part < parts; ++part) {
    if (prepared(part).size() < kFewestPairs) {
      continue;
    }
    ResampledPairs resamples(prepared(part), part < tasks_.size()    ? drawn.task[part]
                                             : part == tasks_.size() ? drawn.micro
                                                                     : drawn.gap);
    for (std::size_t m = 0; m < measures().size(); ++m) {
      const Measure& measure = measures()[m];
      const bool of_gap = part == tasks_.size() + 1;
      if (measure.resampled != nullptr && of_gap == (measure.scope == MeasureScope::gap)) {
        of_part[m][part] = measure.resampled(resamples);
      }
    }
  }
  std::vector<BatchValues> out(layout_.size());
  for (std::size_t b = 0; b < kBatch; ++b) {
    const std::vector<double> values =
        filled([&](std::size_t measure, std::size_t part) { return of_part[measure][part][b]; });
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i][b] = values[i];
    }
  }
  return out;
}

std::string PreparedModel::why_undefined(std::size_t measure, std::size_t place) const {
  const Measure& m = measures()[measure];
  if (m.scope == MeasureScope::gap) {
    return cre::why_undefined(m, gaps_);
  }
  if (place == layout_.macro() || place == layout_.weighted()) {
    for (std::size_t k = 0; k < tasks_.size(); ++k) {
      const std::string why = cre::why_undefined(m, tasks_[k]);
      if (!why.empty()) {
        return concat("task ", names_[k], ": ", why);
      }
    }
    return "";
  }
  return cre::why_undefined(m, prepared(place == layout_.micro() ? tasks_.size() : place));
}

std::vector<double> PreparedModel::without_each(std::size_t measure, std::size_t place,
                                                const ResampleUnits& units) const {
  const Measure& m = measures()[measure];
  if (m.without_each == nullptr) {
    return {};
  }
  if (m.scope == MeasureScope::gap) {
    return pairs_without_each(m, gaps_, units);
  }
  if (place != layout_.macro() && place != layout_.weighted()) {
    return pairs_without_each(m, prepared(place == layout_.micro() ? tasks_.size() : place), units);
  }
  std::vector<double> mean(units.count, 0.0);
  double weights = 0.0;
  for (const PreparedPairs& task : tasks_) {
    const double weight = place == layout_.weighted() ? static_cast<double>(task.size()) : 1.0;
    const std::vector<double> values = pairs_without_each(m, task, units);
    for (std::size_t u = 0; u < mean.size(); ++u) {
      mean[u] += weight * values[u];
    }
    weights += weight;
  }
  for (double& value : mean) {
    value /= weights;
  }
  return mean;
}

}  // namespace cre
