#include "simulate/truth.h"

#include <array>
#include <utility>

#include "statistics/correlation.h"
#include "statistics/noise_ceiling.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

Json per_task(const TaskValues& values) {
  Json out = Json::object();
  for (std::size_t task = 0; task < kSimulatedTasks; ++task) {
    out[kSimulatedTaskNames[task]] = values[task];
  }
  return out;
}

std::int64_t count_kind(const std::vector<SimulatedRow>& rows, RowKind kind) {
  std::int64_t count = 0;
  for (const SimulatedRow& row : rows) {
    count += row.kind == kind ? 1 : 0;
  }
  return count;
}

Json planted_json(const std::vector<SimulatedRow>& rows) {
  std::int64_t kept = 0;
  for (const SimulatedRow& row : rows) {
    kept += row.kept() ? 1 : 0;
  }
  Json out = {{"rows", rows.size()}, {"kept", kept}};
  constexpr std::array<std::pair<const char*, RowKind>, 7> kRejected = {{
      {"malformed", RowKind::malformed},
      {"invalid_base", RowKind::invalid_base},
      {"off_length", RowKind::off_length},
      {"too_many_n", RowKind::too_many_n},
      {"missing_activity", RowKind::missing_activity},
      {"se_out_of_range", RowKind::se_out_of_range},
      {"se_above_threshold", RowKind::se_above_threshold},
  }};
  for (const auto& [code, kind] : kRejected) {
    out[code] = count_kind(rows, kind);
  }
  out["unknown_target_cell"] = 0;  // rejects nothing under the default rule A; see se_rules.unknown_target_cell
  out["exact_duplicates"] = count_kind(rows, RowKind::exact_duplicate);
  out["near_duplicates"] = count_kind(rows, RowKind::near_duplicate);
  return out;
}

Json se_rules_json(const std::vector<SimulatedRow>& rows) {
  std::int64_t target_above = 0;
  for (const SimulatedRow& row : rows) {
    const bool above = row.measured.standard_error[row.target] > kGoodStandardError;
    target_above += row.kind == RowKind::se_above_threshold && above ? 1 : 0;
  }
  const std::int64_t unknown = count_kind(rows, RowKind::unknown_target_cell);
  return {{"A", count_kind(rows, RowKind::se_above_threshold)},
          {"B", target_above + unknown},
          {"C", 0},
          {"unknown_target_cell", unknown}};
}

struct Ceiling {
  TaskValues noise_ceiling{}, oracle{};
};

Ceiling measure_ceiling(const std::vector<SimulatedRow>& rows) {
  Ceiling result;
  for (std::size_t task = 0; task < kSimulatedTasks; ++task) {
    std::vector<double> truth, activity, standard_error;
    for (const SimulatedRow& row : rows) {
      if (!row.kept()) {
        continue;
      }
      truth.push_back(row.truth[task]);
      activity.push_back(row.measured.activity[task]);
      standard_error.push_back(row.measured.standard_error[task]);
    }
    result.noise_ceiling[task] = noise_ceiling(activity, standard_error).r_max;
    result.oracle[task] = pearson(truth, activity);
  }
  return result;
}

Json near_duplicates_json(const std::vector<SimulatedRow>& rows) {
  Json out = Json::array();
  for (const SimulatedRow& row : rows) {
    if (row.kind != RowKind::near_duplicate) {
      continue;
    }
    out.push_back({{"id", row.id}, {"of", row.source_id}, {"strand", row.other_strand ? "reverse" : "forward"}});
  }
  return out;
}

Json motifs_json(const Grammar& grammar) {
  Json out = Json::array();
  for (const SimulatedMotif& motif : grammar.motifs) {
    out.push_back({{"name", motif.name}, {"consensus", motif.consensus}, {"effect", per_task(motif.effect)}});
  }
  return out;
}

Json pairs_json(const Grammar& grammar) {
  Json out = Json::array();
  for (const SimulatedPair& pair : grammar.pairs) {
    out.push_back({{"first", pair.first},
                   {"second", pair.second},
                   {"gap", {pair.smallest_gap, pair.largest_gap}},
                   {"effect", per_task(pair.effect)}});
  }
  return out;
}

}  // namespace

nlohmann::ordered_json truth_json(const SimulateConfig& config, const Grammar& grammar,
                                  const std::vector<SimulatedRow>& rows) {
  const Ceiling ceiling = measure_ceiling(rows);
  return {{"seed", config.seed},
          {"length", config.length},
          {"tasks", kSimulatedTaskNames},
          {"planted", planted_json(rows)},
          {"se_rules", se_rules_json(rows)},
          {"noise_ceiling", per_task(ceiling.noise_ceiling)},
          {"oracle_pearson", per_task(ceiling.oracle)},
          {"near_duplicates", near_duplicates_json(rows)},
          {"motifs", motifs_json(grammar)},
          {"pairs", pairs_json(grammar)},
          {"basal", per_task(grammar.basal)},
          {"gc_slope", grammar.gc_slope},
          {"ceiling", grammar.ceiling}};
}

}  // namespace cre
