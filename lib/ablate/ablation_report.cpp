#include "ablate/ablation_report.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "ablate/model_arm.h"
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

/// Tests of a variant are adjusted over all variants, those of the linear baseline not at all.
enum class Family { member, outside };

Json test_json(const CorrelationTest& test, Family family) {
  if (family == Family::outside) {
    return {{"p", test.p}, {"fisher_p", test.fisher_p}, {"permutation_p", test.permutation_p}};
  }
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
Json deltas_json(const Comparison& comparison, const std::vector<std::string>& tasks, Family family) {
  const MeasureLayout layout(tasks.size());
  Json out = Json::object();
  for (const Measure& measure : measures()) {
    out[is_tested(measure) ? "delta" : concat("delta_", measure.name)] =
        by_place(measure, tasks, [&](std::size_t place) {
          Json one = difference_json(comparison.difference[layout.index(measure.name, place)]);
          if (is_tested(measure)) {
            one.update(test_json(comparison.pearson[place], family));
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

/// Its rows, the values of the base on them, and the differences.
Json comparison_json(const AblationResult& result, const ComparedArm& arm, Family family) {
  const MatchCounts& matched = arm.matches.matched;
  Json out;
  out["rows"] = arm.rows;
  out["missing_rows"] = result.rows - arm.rows;
  out["matched_by"] = {
      {"sequence_and_id", matched.sequence_and_id}, {"sequence", matched.sequence}, {"id", matched.id}};
  out["other_sequence"] = arm.matches.other_sequence;
  out["baseline"] = values_json(arm.pair.baseline.value, result.tasks);
  out.update(deltas_json(arm.comparison, result.tasks, family));
  return out;
}

Json variant_json(const AblationResult& result, const ComparedArm& variant) {
  Json out = arm_json(variant.pair.name, variant.pair.variant, result.tasks);
  out.update(comparison_json(result, variant, Family::member));
  out["delta_seed_standard_error"] = number_or_nothing(seed_standard_error(variant.pair));
  return out;
}

/// A linear fit has no seeds: what seeds add to the uncertainty of its difference is the part of the base alone.
Json linear_json(const AblationResult& result, const ComparedArm& linear) {
  Json out = {{"name", linear.pair.name}};
  out.update(values_json(linear.pair.variant.value, result.tasks));
  out.update(comparison_json(result, linear, Family::outside));
  out["delta_seed_standard_error"] = number_or_nothing(seed_standard_error(linear.pair.baseline));
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
const Difference& pearson_difference(const ComparedArm& arm, std::size_t place) {
  return arm.comparison.difference[MeasureLayout(arm.pair.measured.size()).index("pearson", place)];
}

/// The same of the macro delta when the networks are drawn anew as well: both variances add up. Null with single seeds.
Json resolvable_with_seeds(const AblateConfig& config, const AblationResult& result) {
  std::vector<double> errors;
  for (const ComparedArm& variant : result.variants) {
    if (const std::optional<double> of_seeds = seed_standard_error(variant.pair)) {
      errors.push_back(std::hypot(pearson_difference(variant, result.tasks.size()).standard_error, *of_seeds));
    }
  }
  return errors.empty() ? Json(nullptr) : resolvable_json(config, errors, result.variants.size());
}

Json power_json(const AblateConfig& config, const AblationResult& result) {
  const Json deltas = by_place(measures()[measure_number("pearson")], result.tasks, [&](std::size_t place) {
    std::vector<double> errors;
    for (const ComparedArm& variant : result.variants) {
      errors.push_back(pearson_difference(variant, place).standard_error);
    }
    return resolvable_json(config, errors, result.variants.size());
  });
  return {{"power", config.power}, {"smallest_delta", deltas}, {"with_seeds", resolvable_with_seeds(config, result)}};
}

/// The columns "baseline" to "standard_error".
std::string value_cells(const ComparedArm& arm, std::size_t index) {
  const Difference& difference = arm.comparison.difference[index];
  return concat('\t', number_cell(arm.pair.baseline.value[index]), '\t', number_cell(arm.pair.variant.value[index]),
                '\t', number_cell(difference.value), '\t', number_cell(difference.interval.low), '\t',
                number_cell(difference.interval.high), '\t', number_cell(difference.standard_error));
}

std::string test_cells(const CorrelationTest& test, Family family) {
  const char* significant = family == Family::outside ? "NA" : test.significant ? "yes" : "no";
  return concat('\t', number_cell(test.p), '\t', number_cell(test.p_adjusted), '\t', significant, '\t',
                number_cell(test.fisher_p), '\t', number_cell(test.permutation_p), '\t',
                number_cell(test.permutation_p_adjusted), '\n');
}

/// All rows of an arm; `seeds`: the cell of that column.
std::string arm_rows(const ComparedArm& arm, const std::string& seeds, Family family,
                     const std::vector<std::string>& tasks) {
  const MeasureLayout layout(tasks.size());
  const std::string no_test = "\tNA\tNA\tNA\tNA\tNA\tNA\n";
  const std::string start = concat(arm.pair.name, '\t', seeds, '\t', arm.rows, '\t');
  std::string out;
  const auto add = [&](const Measure& measure, const std::string& task, std::size_t place) {
    out += concat(start, measure.name, '\t', task, value_cells(arm, layout.index(measure.name, place)),
                  is_tested(measure) ? test_cells(arm.comparison.pearson[place], family) : no_test);
  };
  for (const Measure& measure : measures()) {
    if (measure.scope == MeasureScope::gap) {
      add(measure, "NA", 0);
      continue;
    }
    add(measure, "macro", layout.macro());
    for (std::size_t k = 0; k < layout.tasks(); ++k) {
      add(measure, tasks[k], k);
    }
  }
  return out;
}

/// Of rows that are not known by sequence and id alike. Without ids of the table the sequence alone is as it should be.
void add_match_warnings(const std::string& name, const ArmMatches& matches, std::vector<std::string>& warnings) {
  if (matches.ids_compared && matches.matched.sequence > 0) {
    warnings.push_back(concat(name, ": ", grouped(matches.matched.sequence),
                              " rows have another id there and are known by their sequence"));
  }
  if (matches.matched.id > 0) {
    warnings.push_back(concat(name, ": ", grouped(matches.matched.id),
                              " rows are known by their id alone, because their ",
                              "sequences were cut otherwise (another qc.length, trimmed or padded rows)"));
  }
  if (matches.other_sequence > 0) {
    warnings.push_back(concat(name, ": ", grouped(matches.other_sequence),
                              " rows have the id of a row of the baseline but ",
                              "another sequence; they are other elements and not compared"));
  }
}

void add_row_warnings(const AblateConfig& config, std::size_t rows, const ComparedArm& arm,
                      std::vector<std::string>& warnings) {
  const std::size_t dropped = rows - arm.rows - static_cast<std::size_t>(arm.matches.other_sequence);
  if (dropped > 0) {
    warnings.push_back(concat(arm.pair.name, ": its quality control dropped ", grouped(dropped), " of the baseline's ",
                              grouped(rows), " ", split_name(config.split), " rows; both are compared on the other ",
                              grouped(arm.rows)));
  }
  add_match_warnings(arm.pair.name, arm.matches, warnings);
}

}  // namespace

std::vector<std::string> ablation_warnings(const AblateConfig& config, const AblationResult& result) {
  std::vector<std::string> warnings;
  for (const ComparedArm& variant : result.variants) {
    add_row_warnings(config, result.rows, variant, warnings);
  }
  if (result.linear_baseline) {
    add_row_warnings(config, result.rows, *result.linear_baseline, warnings);
  }
  const auto family = static_cast<double>(result.variants.size());
  const double smallest = 2.0 * family / (static_cast<double>(config.bootstrap.resamples) + 1.0);
  if (smallest >= config.alpha) {
    warnings.push_back(concat("with ", grouped(config.bootstrap.resamples), " resamples and ", result.variants.size(),
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
  out["family"] = result.variants.size();
  out["power"] = power_json(config, result);
  out["permutations"] = config.permutations;
  out["warnings"] = result.warnings;
  out["baseline"] = arm_json(std::string(kBaseName), result.baseline, result.tasks);
  if (result.linear_baseline) {
    out["linear_baseline"] = linear_json(result, *result.linear_baseline);
  }
  out["variants"] = Json::array();
  for (const ComparedArm& variant : result.variants) {
    out["variants"].push_back(variant_json(result, variant));
  }
  return out;
}

std::string ablation_table(const AblationResult& result) {
  std::string out =
      "variant\tseeds\trows\tmetric\ttask\tbaseline\tvalue\tdelta\tlow\thigh\tstandard_error\tp\tp_adjusted\t"
      "significant\tfisher_p\tpermutation_p\tpermutation_p_adjusted\n";
  for (const ComparedArm& variant : result.variants) {
    out += arm_rows(variant, std::to_string(variant.pair.variant.seed_pearson.size()), Family::member, result.tasks);
  }
  if (result.linear_baseline) {
    out += arm_rows(*result.linear_baseline, "NA", Family::outside, result.tasks);
  }
  return out;
}

}  // namespace cre
