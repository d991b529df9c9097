#include "ablate/ablation_report.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/text.h"
#include "eval/measures_json.h"
#include "statistics/power.h"
#include "statistics/summary.h"

namespace cre {

namespace {

using Json = nlohmann::ordered_json;

Json difference_json(const Difference& difference) {
  return {{"value", difference.value},
          {"low", difference.interval.low},
          {"high", difference.interval.high},
          {"standard_error", difference.standard_error},
          {"skipped", difference.interval.skipped}};
}

Json test_json(const CorrelationTest& test) {
  return {{"p", test.p},
          {"p_adjusted", test.p_adjusted},
          {"significant", test.significant},
          {"fisher_p", test.fisher_p},
          {"permutation_p", test.permutation_p},
          {"permutation_p_adjusted", test.permutation_p_adjusted}};
}

/// The measure whose differences are tested.
bool is_tested(const Measure& measure) {
  return measure.name == "pearson";
}

/// "delta" of Pearson's r, with tests, and "delta_NAME" of the other measures.
Json deltas_json(const Comparison& comparison, const std::vector<std::string>& tasks) {
  const MeasureLayout layout(tasks.size());
  Json out = Json::object();
  for (const Measure& measure : measures()) {
    out[is_tested(measure) ? "delta" : concat("delta_", measure.name)] =
        by_place(measure, tasks, [&](std::size_t place) {
          Json one = difference_json(comparison.difference[layout.index(measure.name, place)]);
          if (is_tested(measure)) {
            one.update(test_json(comparison.pearson[place]));
          }
          return one;
        });
  }
  return out;
}

Json number_or_nothing(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json arm_json(const std::string& name, const ArmValues& arm, const std::vector<std::string>& tasks) {
  Json out = {{"name", name}, {"seeds", arm.seed_pearson.size()}};
  out.update(values_json(arm.value, tasks));
  out["seed_pearson"] = arm.seed_pearson;
  out["seed_sd"] = number_or_nothing(seed_spread(arm));
  return out;
}

Json variant_json(const AblationResult& result, std::size_t v) {
  const Comparison& comparison = result.comparisons[v];
  const ComparedPair& pair = result.pairs[v];
  Json out = arm_json(pair.name, pair.variant, result.tasks);
  out["rows"] = result.rows_of_variant[v];
  out["missing_rows"] = result.rows - result.rows_of_variant[v];
  const ArmMatches& matches = result.matches[v];
  out["matched_by"] = {{"sequence_and_id", matches.matched.sequence_and_id},
                       {"sequence", matches.matched.sequence},
                       {"id", matches.matched.id}};
  out["other_sequence"] = matches.other_sequence;
  out["baseline"] = values_json(pair.baseline.value, result.tasks);
  out.update(deltas_json(comparison, result.tasks));
  out["delta_seed_standard_error"] = number_or_nothing(seed_standard_error(pair));
  return out;
}

/// Median of the standard errors that are defined; NaN without any.
double median_standard_error(const std::vector<double>& errors) {
  return percentile_of_sorted(sorted_copy(defined_values(errors)), 50.0);
}

/// The smallest delta that these rows can resolve, of one metric: for a variant that is alone, and for the first of a
/// family, which Holm tests at alpha / m.
Json resolvable_json(const AblateConfig& config, const std::vector<double>& errors, std::size_t variants) {
  const double error = median_standard_error(errors);
  const auto family = static_cast<double>(variants);
  return {{"standard_error", error},
          {"alone", smallest_resolvable(error, config.alpha, config.power)},
          {"in_family", smallest_resolvable(error, config.alpha / family, config.power)}};
}

/// Of a task, or of the mean over tasks.
const Difference& pearson_difference(const AblationResult& result, std::size_t variant, std::size_t place) {
  return result.comparisons[variant].difference[MeasureLayout(result.tasks.size()).index("pearson", place)];
}

/// The same of the macro delta when the networks are drawn anew as well: both variances add up. Null with single seeds.
Json resolvable_with_seeds(const AblateConfig& config, const AblationResult& result) {
  std::vector<double> errors;
  for (std::size_t v = 0; v < result.pairs.size(); ++v) {
    if (const std::optional<double> of_seeds = seed_standard_error(result.pairs[v])) {
      errors.push_back(std::hypot(pearson_difference(result, v, result.tasks.size()).standard_error, *of_seeds));
    }
  }
  return errors.empty() ? Json(nullptr) : resolvable_json(config, errors, result.pairs.size());
}

Json power_json(const AblateConfig& config, const AblationResult& result) {
  const Json deltas = by_place(measures()[measure_number("pearson")], result.tasks, [&](std::size_t place) {
    std::vector<double> errors;
    for (std::size_t v = 0; v < result.comparisons.size(); ++v) {
      errors.push_back(pearson_difference(result, v, place).standard_error);
    }
    return resolvable_json(config, errors, result.comparisons.size());
  });
  return {{"power", config.power}, {"smallest_delta", deltas}, {"with_seeds", resolvable_with_seeds(config, result)}};
}

/// The columns "baseline" to "standard_error".
std::string value_cells(const AblationResult& result, std::size_t variant, std::size_t index) {
  const Difference& difference = result.comparisons[variant].difference[index];
  return concat('\t', number_cell(result.pairs[variant].baseline.value[index]), '\t',
                number_cell(result.pairs[variant].variant.value[index]), '\t', number_cell(difference.value), '\t',
                number_cell(difference.interval.low), '\t', number_cell(difference.interval.high), '\t',
                number_cell(difference.standard_error));
}

std::string test_cells(const CorrelationTest& test) {
  return concat('\t', number_cell(test.p), '\t', number_cell(test.p_adjusted), '\t', test.significant ? "yes" : "no",
                '\t', number_cell(test.fisher_p), '\t', number_cell(test.permutation_p), '\t',
                number_cell(test.permutation_p_adjusted), '\n');
}

}  // namespace

namespace {

/// Of rows that are not known by sequence and id alike. Without ids of the table the sequence alone is as it should be.
void add_match_warnings(const std::string& name, const ArmMatches& matches, std::vector<std::string>& warnings) {
  if (matches.ids_compared && matches.matched.sequence > 0) {
    warnings.push_back(
        concat(name, ": ", matches.matched.sequence, " rows have another id there and are known by their sequence"));
  }
  if (matches.matched.id > 0) {
    warnings.push_back(concat(name, ": ", matches.matched.id, " rows are known by their id alone, because their ",
                              "sequences were cut otherwise (another qc.length, trimmed or padded rows)"));
  }
  if (matches.other_sequence > 0) {
    warnings.push_back(concat(name, ": ", matches.other_sequence, " rows have the id of a row of the baseline but ",
                              "another sequence; they are other elements and not compared"));
  }
}

}  // namespace

std::vector<std::string> ablation_warnings(const AblateConfig& config, const AblationResult& result) {
  std::vector<std::string> warnings;
  for (std::size_t v = 0; v < result.pairs.size(); ++v) {
    const std::size_t missing = result.rows - result.rows_of_variant[v];
    const std::size_t dropped = missing - static_cast<std::size_t>(result.matches[v].other_sequence);
    if (dropped > 0) {
      warnings.push_back(concat(result.pairs[v].name, ": its quality control dropped ", dropped, " of the baseline's ",
                                result.rows, " ", split_name(config.split), " rows; both are compared on the other ",
                                result.rows_of_variant[v]));
    }
    add_match_warnings(result.pairs[v].name, result.matches[v], warnings);
  }
  const auto family = static_cast<double>(result.pairs.size());
  const double smallest = 2.0 * family / (static_cast<double>(config.bootstrap.resamples) + 1.0);
  if (smallest >= config.alpha) {
    warnings.push_back(concat("with ", config.bootstrap.resamples, " resamples and ", result.pairs.size(),
                              " variants no adjusted p can be below ", fixed_text(smallest, 3),
                              ", so none can be significant at ", number_text(config.alpha),
                              "; set ablate.resamples to at least ", std::ceil(2.0 * family / config.alpha)));
  }
  return warnings;
}

Json ablation_json(const AblateConfig& config, const AblationResult& result) {
  Json out;
  out["split"] = split_name(config.split);
  out["rows"] = result.rows;
  out["tasks"] = result.tasks;
  out["bootstrap"] = {{"resamples", config.bootstrap.resamples},
                      {"seed", config.bootstrap.seed},
                      {"confidence", config.bootstrap.confidence},
                      {"unit", result.unit},
                      {"units", result.unit_count}};
  out["min_gap_definition"] = min_gap_name(config.min_gap.definition);
  out["alpha"] = config.alpha;
  out["family"] = result.comparisons.size();
  out["power"] = power_json(config, result);
  out["permutations"] = config.permutations;
  out["warnings"] = result.warnings;
  out["baseline"] = arm_json("base", result.baseline, result.tasks);
  out["variants"] = Json::array();
  for (std::size_t v = 0; v < result.comparisons.size(); ++v) {
    out["variants"].push_back(variant_json(result, v));
  }
  return out;
}

std::string ablation_table(const AblationResult& result) {
  const MeasureLayout layout(result.tasks.size());
  const std::string no_test = "\tNA\tNA\tNA\tNA\tNA\tNA\n";
  std::string out =
      "variant\tseeds\trows\tmetric\ttask\tbaseline\tvalue\tdelta\tlow\thigh\tstandard_error\tp\tp_adjusted\t"
      "significant\tfisher_p\tpermutation_p\tpermutation_p_adjusted\n";
  for (std::size_t v = 0; v < result.comparisons.size(); ++v) {
    const Comparison& c = result.comparisons[v];
    const std::string start =
        concat(c.name, '\t', result.pairs[v].variant.seed_pearson.size(), '\t', result.rows_of_variant[v], '\t');
    const auto add = [&](const Measure& measure, const std::string& task, std::size_t place) {
      out += concat(start, measure.name, '\t', task, value_cells(result, v, layout.index(measure.name, place)),
                    is_tested(measure) ? test_cells(c.pearson[place]) : no_test);
    };
    for (const Measure& measure : measures()) {
      if (measure.scope == MeasureScope::gap) {
        add(measure, "NA", 0);
        continue;
      }
      add(measure, "macro", layout.macro());
      for (std::size_t k = 0; k < layout.tasks(); ++k) {
        add(measure, result.tasks[k], k);
      }
    }
  }
  return out;
}

}  // namespace cre
