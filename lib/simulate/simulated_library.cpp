#include "simulate/simulated_library.h"

#include <utility>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "sequence/base_codes.h"
#include "sequence/reverse_complement.h"
#include "simulate/damage.h"
#include "simulate/simulated_element.h"

namespace cre {
namespace {

constexpr std::array<const char*, kSimulatedTasks> kTargetCellNames = {"k562", "hepg2", "sknsh"};  // public spelling
constexpr double kLowestBadError = 0.52, kHighestBadError = 1.5;

// Rows before shuffling: good ones first, so that row i of the plan can be the source of a repeat.
std::vector<SimulatedRow> plan_rows(const SimulateConfig& config) {
  const PlantedShares& planted = config.planted;
  const std::vector<std::pair<RowKind, double>> shares = {
      {RowKind::unknown_target_cell, planted.unknown_target_cell},
      {RowKind::exact_duplicate, planted.exact_duplicates},
      {RowKind::near_duplicate, planted.near_duplicates},
      {RowKind::malformed, planted.malformed},
      {RowKind::invalid_base, planted.invalid_base},
      {RowKind::off_length, planted.off_length},
      {RowKind::too_many_n, planted.too_many_n},
      {RowKind::missing_activity, planted.missing_activity},
      {RowKind::se_out_of_range, planted.se_out_of_range},
      {RowKind::se_above_threshold, planted.se_above_threshold},
  };
  std::int64_t special = 0;
  for (const auto& entry : shares) {
    special += config.rows_of(entry.second);
  }
  std::vector<SimulatedRow> rows;
  rows.reserve(static_cast<std::size_t>(config.elements));
  const auto add = [&rows](RowKind kind, std::int64_t count) {
    for (std::int64_t nth = 0; nth < count; ++nth) {
      rows.emplace_back();
      rows.back().kind = kind;
      rows.back().nth = nth;
    }
  };
  add(RowKind::good, config.elements - special);
  for (const auto& [kind, share] : shares) {
    add(kind, config.rows_of(share));
  }
  return rows;
}

// Index in the plan of the good row whose sequence a repeat copies; each good row is copied at most once.
std::size_t source_of(const SimulatedRow& repeat, const SimulateConfig& config) {
  const std::int64_t before =
      repeat.kind == RowKind::near_duplicate ? config.rows_of(config.planted.exact_duplicates) : 0;
  return static_cast<std::size_t>(before + repeat.nth);
}

bool is_repeat(const SimulatedRow& row) {
  return row.kind == RowKind::exact_duplicate || row.kind == RowKind::near_duplicate;
}

void draw_sequence(SimulatedRow& row, std::size_t index, const Grammar& grammar, const SimulateConfig& config) {
  const auto drawn_as = is_repeat(row) ? source_of(row, config) : index;
  SimulatedElement element = draw_element(grammar, config, static_cast<std::int64_t>(drawn_as));
  row.target = element.target;
  row.codes = std::move(element.codes);
  if (row.kind == RowKind::near_duplicate) {
    RandomStream random = row_stream(config, static_cast<std::int64_t>(index), RowDraw::repeat);
    row.codes = near_duplicate(row.codes, random);
    row.other_strand = row.nth % 2 == 1;
    if (row.other_strand) {
      row.codes = reverse_complement(row.codes);
    }
  }
}

void measure_row(SimulatedRow& row, std::size_t index, const Grammar& grammar, const SimulateConfig& config) {
  RandomStream random = row_stream(config, static_cast<std::int64_t>(index), RowDraw::measurement);
  row.truth = true_activity(grammar, row.codes);
  row.measured = measure(row.truth, config.noise, random);
  if (row.kind == RowKind::se_above_threshold) {
    const std::size_t other = (row.target + 1 + random.below(kSimulatedTasks - 1)) % kSimulatedTasks;
    const std::size_t task = row.nth % 2 == 0 ? row.target : other;
    const double error = kLowestBadError + (kHighestBadError - kLowestBadError) * random.uniform();
    measure_task(row.measured, task, row.truth[task], error, random);
  }
}

void write_fields(SimulatedRow& row, std::size_t index, const SimulateConfig& config) {
  constexpr int kDecimals = 4;
  row.fields = {row.id, decode_bases(row.codes), kTargetCellNames[row.target]};
  for (const double activity : row.measured.activity) {
    row.fields.push_back(fixed_text(activity, kDecimals));
  }
  row.fields.push_back(fixed_text(min_gap(row.measured.activity, row.target), kDecimals));
  for (const double error : row.measured.standard_error) {
    row.fields.push_back(fixed_text(error, kDecimals));
  }
  require(row.fields.size() == kFieldCount, "a simulated row has as many fields as the header");
  RandomStream random = row_stream(config, static_cast<std::int64_t>(index), RowDraw::damage);
  damage_fields(row, random);
}

std::string row_id(std::size_t place) {
  std::string digits = std::to_string(place + 1);
  constexpr std::size_t kDigits = 6;
  return "sim_" + std::string(digits.size() < kDigits ? kDigits - digits.size() : 0, '0') + digits;
}

}  // namespace

std::vector<std::string> simulated_columns() {
  return {"ID",         "sequence", "target_cell", "K562_l2fc",   "HepG2_l2fc",
          "SKNSH_l2fc", "MinGap",   "K562_lfcSE",  "HepG2_lfcSE", "SKNSH_lfcSE"};
}

std::vector<SimulatedRow> simulate_library(const Grammar& grammar, const SimulateConfig& config, unsigned threads) {
  std::vector<SimulatedRow> plan = plan_rows(config);
  RandomStream random(RandomPurpose::simulation, static_cast<std::uint64_t>(config.seed),
                      static_cast<std::uint64_t>(config.elements), 0xFFFFFFFFU);
  const std::vector<std::int64_t> order = random_permutation(plan.size(), random);
  for (std::size_t place = 0; place < order.size(); ++place) {
    plan[static_cast<std::size_t>(order[place])].id = row_id(place);
  }
  for (SimulatedRow& row : plan) {
    if (is_repeat(row)) {
      row.source_id = plan[source_of(row, config)].id;
    }
  }
  std::vector<SimulatedRow> table(plan.size());
  parallel_for(plan.size(), threads, [&](std::size_t place) {
    const auto index = static_cast<std::size_t>(order[place]);
    SimulatedRow& row = plan[index];
    draw_sequence(row, index, grammar, config);
    measure_row(row, index, grammar, config);
    write_fields(row, index, config);
    table[place] = std::move(row);
  });
  return table;
}

}  // namespace cre
