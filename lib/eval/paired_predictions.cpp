#include "eval/paired_predictions.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "eval/external/aligned_table.h"
#include "eval/measures_json.h"

namespace cre {

namespace {

using Json = nlohmann::ordered_json;

/// Of a difference: a reason that both sides have is one of the rows, else it is said whose it is; "" without any.
std::string why_no_difference(const std::string& evaluated, const std::string& other, const std::string& name) {
  if (evaluated == other) {
    return evaluated;
  }
  const std::string of_evaluated = evaluated.empty() ? "" : concat("evaluated predictions: ", evaluated);
  const std::string of_other = other.empty() ? "" : concat(name, ": ", other);
  return concat(of_evaluated, of_evaluated.empty() || of_other.empty() ? "" : "; ", of_other);
}

}  // namespace

std::vector<NamedPredictions> parse_against(const std::vector<std::string>& arguments) {
  std::vector<NamedPredictions> out;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == argument.size()) {
      fail(ErrorKind::usage, "--against ", argument, ": expected NAME=FILE");
    }
    const std::string name = argument.substr(0, equals);
    if (std::any_of(out.begin(), out.end(), [&](const NamedPredictions& other) { return other.name == name; })) {
      fail(ErrorKind::usage, "--against ", argument, ": the name '", name, "' is already taken");
    }
    out.push_back({name, argument.substr(equals + 1)});
  }
  return out;
}

PairedArms::PairedArms(const EvalRows& reference, Split split, const std::vector<NamedPredictions>& others,
                       const MeasureSettings& settings, unsigned threads)
    : layout_(reference.task_count()) {
  arms_.push_back({.models = {PreparedModel(reference, settings, threads)}, .row_set = 0});
  for (const NamedPredictions& other : others) {
    const AlignedRows aligned = is_prediction_table(other.file) ? aligned_table(reference, other.file)
                                                                : aligned_rows(reference, split, other.file);
    const auto rows = static_cast<std::size_t>(std::count(aligned.present.begin(), aligned.present.end(), true));
    Pair pair{.name = other.name, .rows = rows, .evaluated = 0, .other = 0};
    std::size_t row_set = 0;
    if (rows < reference.rows()) {
      row_set = arms_.size();
      pair.evaluated = arms_.size();
      arms_.push_back(
          {.models = {PreparedModel(only_present(reference, aligned.present), settings, threads)}, .row_set = row_set});
    }
    pair.other = arms_.size();
    arms_.push_back({.models = {PreparedModel(aligned.rows, settings, threads)}, .row_set = row_set});
    pairs_.push_back(std::move(pair));
  }
}

std::vector<PairedPredictions> PairedArms::compared(const std::vector<ArmValues>& values, double confidence) const {
  std::vector<PairedPredictions> out;
  for (const Pair& pair : pairs_) {
    const ArmValues &evaluated = values[pair.evaluated], &other = values[pair.other];
    PairedPredictions& one = out.emplace_back(PairedPredictions{pair.name, pair.rows, evaluated, other, {}, {}});
    for (std::size_t m = 0; m < measures().size(); ++m) {
      const std::size_t places = measures()[m].scope == MeasureScope::gap ? 1 : layout_.places();
      for (std::size_t place = 0; place < places; ++place) {
        const std::size_t i = layout_.index(m, place);
        Estimate& delta = one.delta.emplace_back(
            Estimate{.value = evaluated.value[i] - other.value[i],
                     .interval = percentile_interval(replicate_differences(evaluated, other, i), confidence)});
        if (std::isnan(delta.value)) {
          delta.why = why_no_difference(why_undefined(pair.evaluated, m, place), why_undefined(pair.other, m, place),
                                        pair.name);
        }
      }
    }
    for (std::size_t place = 0; place <= layout_.macro(); ++place) {
      one.pearson_p.push_back(two_sided_p(replicate_differences(evaluated, other, layout_.index("pearson", place))));
    }
  }
  return out;
}

std::string PairedArms::why_undefined(std::size_t arm, std::size_t measure, std::size_t place) const {
  return arms_[arm].models.front().why_undefined(measure, place);
}

Json paired_json(const PairedPredictions& paired, const std::vector<std::string>& tasks, std::int64_t resamples) {
  const MeasureLayout layout(tasks.size());
  Json out = {{"rows", paired.rows}};
  out.update(values_json(paired.other.value, tasks));
  Json& delta = out["delta"] = Json::object();
  for (const Measure& measure : measures()) {
    delta[std::string(measure.name)] = by_place(measure, tasks, [&](std::size_t place) {
      return estimate_json(measure, paired.delta[layout.index(measure.name, place)], resamples);
    });
  }
  for (std::size_t place = 0; place <= layout.macro(); ++place) {
    delta["pearson"][place < tasks.size() ? tasks[place] : "macro"]["p"] = paired.pearson_p[place];
  }
  return out;
}

}  // namespace cre
