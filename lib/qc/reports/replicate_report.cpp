#include "qc/reports/replicate_report.h"

#include <string>

#include "qc/merging/replicate_agreement.h"
#include "statistics/noise_ceiling.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json matrix_json(const std::vector<Value>& values, std::size_t columns) {
  Json out = Json::array();
  for (std::size_t i = 0; i < columns; ++i) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i * columns);
    out.push_back(std::vector<Value>(begin, begin + static_cast<std::ptrdiff_t>(columns)));
  }
  return out;
}

Json totals_json(const TextList& columns, const std::vector<double>& totals) {
  Json out = Json::object();
  for (std::size_t i = 0; i < totals.size(); ++i) {
    out[columns.texts[i]] = totals[i];
  }
  return out;
}

Json counts_json(const QcTask& task, const CountFacts& facts) {
  return {{"rna_total", totals_json(task.activity, facts.rna_total)},
          {"dna_total", totals_json(task.counts.dna, facts.dna_total)},
          {"not_whole", facts.not_whole},
          {"below_minimum_dna", facts.below_dna},
          {"below_minimum_rna", facts.below_rna},
          {"below_minimum_barcodes", facts.below_barcodes}};
}

Json task_json(const MeasuredTable& table, const QcConfig& config, const ReplicateMerge& merge,
               const std::vector<std::size_t>& kept, std::size_t task) {
  const ReplicateAgreement agreement = replicate_agreement(table, config, merge, kept, task);
  const std::size_t columns = merge.places[task].columns;
  Json by_count = Json::object();
  for (const auto& [count, elements] : agreement.elements_by_count) {
    by_count[std::to_string(count)] = elements;
  }
  Json out = {{"columns", config.tasks[task].activity.texts},
              {"elements_by_replicates", by_count},
              {"replicates", agreement.count},
              {"unusable_values", merge.unusable[task]},
              {"n", matrix_json(agreement.n, columns)},
              {"pearson", matrix_json(agreement.pearson, columns)},
              {"spearman", matrix_json(agreement.spearman, columns)},
              {"mean_pearson", agreement.mean_pearson},
              {"mean_spearman", agreement.mean_spearman}};
  out["rows"] = agreement.by_rows ? Json{{"elements", agreement.elements_with_several},
                                         {"intraclass", agreement.intraclass},
                                         {"first_two_pearson", agreement.first_two_pearson},
                                         {"first_two_spearman", agreement.first_two_spearman}}
                                  : Json();
  out["reliability_of_one"] = agreement.single;
  out["reliability"] = agreement.reliability;
  out["r_max"] = ceiling_of(agreement.reliability).r_max;
  out["counts"] = config.tasks[task].counts.given ? counts_json(config.tasks[task], merge.counts[task]) : Json();
  return out;
}

}  // namespace

Json replicate_report(const MeasuredTable& table, const QcConfig& config, const ReplicateMerge& merge,
                      const std::vector<std::size_t>& kept) {
  Json tasks = Json::object();
  for (std::size_t task = 0; task < table.tasks; ++task) {
    if (merge.places[task].columns > 0) {
      tasks[config.tasks[task].name] = task_json(table, config, merge, kept, task);
    }
  }
  if (tasks.empty()) {
    return nullptr;
  }
  return {{"merge", name_of(config.replicates.merge, merge_method_names())},
          {"minimum", config.replicates.minimum},
          {"rows", name_of(config.replicates.rows, replicate_rows_names())},
          {"merged_elements", merge.groups.count()},
          {"tasks", tasks}};
}

}  // namespace cre
