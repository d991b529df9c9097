#include "eval/prepared_model.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include "core/parallel.h"
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
PairedValues pooled(std::span<const PairedValues> tasks) {
  PairedValues all;
  for (const PairedValues& v : tasks) {
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

/// Of each task, of all tasks together (none unless asked for) and of the minimum gaps.
std::vector<PreparedPairs> prepared_parts(const EvalRows& rows, const MeasureSettings& settings, unsigned threads) {
  const std::size_t tasks = rows.task_count();
  std::vector<PairedValues> pairs(tasks + 2);
  parallel_for(tasks + 1, threads, [&](std::size_t k) {
    pairs[k < tasks ? k : tasks + 1] = k < tasks ? task_pairs(rows.task[k]) : gap_pairs(rows, settings.min_gap);
  });
  std::vector<std::optional<PreparedPairs>> prepared(pairs.size());
  parallel_for(pairs.size(), threads, [&](std::size_t i) {
    const std::size_t part = pairs.size() - 1 - i;  // the pairs of all tasks, which take longest, early
    const bool of_all = part == tasks && settings.micro;
    prepared[part].emplace(of_all ? pooled(std::span(pairs).first(tasks)) : pairs[part], settings.active_from);
  });
  std::vector<PreparedPairs> out;
  for (std::optional<PreparedPairs>& part : prepared) {
    out.push_back(std::move(*part));
  }
  return out;
}

std::vector<double> pairs_without_each(const Measure& measure, const PreparedPairs& pairs, const ResampleUnits& units) {
  return pairs.size() < kFewestPairs ? std::vector<double>(units.count, kUndefined)
                                     : measure.without_each(pairs, units_of_rows(units, pairs.values().row));
}

}  // namespace

PreparedModel::PreparedModel(const EvalRows& rows, const MeasureSettings& settings, unsigned threads)
    : layout_(rows.task_count()), names_(rows.tasks), parts_(prepared_parts(rows, settings, threads)) {}

bool PreparedModel::has(std::size_t measure, std::size_t part) const {
  const bool of_gap = measures()[measure].scope == MeasureScope::gap;
  return parts_[part].size() >= kFewestPairs && of_gap == (part == gap_part());
}

void PreparedModel::draw(const ResampleBatch& rows, DrawnRows& drawn) const {
  drawn.part.resize(parts_.size());
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    drawn.part[part].draw(parts_[part], rows);
  }
}

template <class Of>
std::vector<double> PreparedModel::filled(Of of) const {
  std::vector<double> values(layout_.size(), kUndefined);
  for (std::size_t m = 0; m < measures().size(); ++m) {
    if (measures()[m].scope == MeasureScope::gap) {
      values[layout_.index(m, 0)] = of(m, gap_part());
      continue;
    }
    const std::size_t first = layout_.index(m, 0);
    double sum = 0.0, weighted = 0.0, rows = 0.0;
    for (std::size_t k = 0; k < layout_.tasks(); ++k) {
      const auto n = static_cast<double>(parts_[k].size());
      values[first + k] = of(m, k);
      sum += values[first + k];
      weighted += values[first + k] * n;
      rows += n;
    }
    values[first + layout_.macro()] = sum / static_cast<double>(layout_.tasks());
    values[first + layout_.weighted()] = weighted / rows;
    values[first + layout_.micro()] = of(m, micro_part());
  }
  return values;
}

std::vector<double> PreparedModel::values(unsigned threads) const {
  std::vector<std::vector<double>> of_part(measures().size(), std::vector<double>(parts_.size(), kUndefined));
  parallel_for(measures().size() * parts_.size(), threads, [&](std::size_t i) {
    const std::size_t part = parts_.size() - 1 - i / measures().size();  // as when they are prepared
    const std::size_t measure = i % measures().size();
    if (has(measure, part)) {
      of_part[measure][part] = measures()[measure].value(parts_[part]);
    }
  });
  return filled([&](std::size_t measure, std::size_t part) { return of_part[measure][part]; });
}

std::vector<BatchValues> PreparedModel::values(const DrawnRows& drawn) const {
  std::vector<std::vector<BatchValues>> of_part(measures().size(),
                                                std::vector<BatchValues>(parts_.size(), undefined_batch()));
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    ResampledPairs resamples(parts_[part], drawn.part[part]);
    for (std::size_t m = 0; m < measures().size(); ++m) {
      if (has(m, part) && measures()[m].resampled != nullptr) {
        of_part[m][part] = measures()[m].resampled(resamples);
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
    return cre::why_undefined(m, parts_[gap_part()]);
  }
  if (place == layout_.macro() || place == layout_.weighted()) {
    for (std::size_t k = 0; k < layout_.tasks(); ++k) {
      const std::string why = cre::why_undefined(m, parts_[k]);
      if (!why.empty()) {
        return concat("task ", names_[k], ": ", why);
      }
    }
    return "";
  }
  return cre::why_undefined(m, parts_[place == layout_.micro() ? micro_part() : place]);
}

std::vector<double> PreparedModel::without_each(std::size_t measure, std::size_t place,
                                                const ResampleUnits& units) const {
  const Measure& m = measures()[measure];
  if (m.without_each == nullptr) {
    return {};
  }
  if (m.scope == MeasureScope::gap) {
    return pairs_without_each(m, parts_[gap_part()], units);
  }
  if (place != layout_.macro() && place != layout_.weighted()) {
    return pairs_without_each(m, parts_[place == layout_.micro() ? micro_part() : place], units);
  }
  std::vector<double> mean(units.count, 0.0);
  double weights = 0.0;
  for (std::size_t k = 0; k < layout_.tasks(); ++k) {
    const PreparedPairs& task = parts_[k];
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
