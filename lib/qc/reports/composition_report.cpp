#include "qc/reports/composition_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "sequence/base_codes.h"
#include "sequence/pair_counts.h"
#include "statistics/correlation.h"
#include "statistics/equal_count_bins.h"
#include "statistics/summary.h"
#include "statistics/value_counts.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kLetters = "ACGT";
constexpr std::size_t kKnown = 4;  // bases
constexpr std::uint32_t kQuintiles = 5;

template <std::size_t Size>
double share_of(const std::array<std::int64_t, Size>& counts, std::size_t which) {
  double sum = 0.0;
  for (const std::int64_t count : counts) {
    sum += static_cast<double>(count);
  }
  return static_cast<double>(counts[which]) / sum;
}

/// Mean activity of a task over the rows of which `is_in` is true.
template <class IsIn>
double mean_of_rows(const KeptElements& elements, std::size_t task, IsIn is_in) {
  std::vector<double> values;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const std::size_t at = row * elements.task_count() + task;
    if (elements.is_measured(at) && is_in(row)) {
      values.push_back(elements.activity[at]);
    }
  }
  return mean(values);
}

/// Of GC content and the activity of a task, over the rows that have both.
double spearman_with(const GcContent& gc, const KeptElements& elements, std::size_t task) {
  const std::size_t tasks = elements.task_count();
  const ValueCounts counts(elements.activity, task, tasks);
  if (counts.size() < elements.rows() || gc.counts.size() < elements.rows()) {
    std::vector<double> x, y;
    for (std::size_t row = 0; row < elements.rows(); ++row) {
      const std::size_t at = row * tasks + task;
      if (elements.is_measured(at) && gc.is_known(row)) {
        x.push_back(gc[row]);
        y.push_back(elements.activity[at]);
      }
    }
    return spearman(x, y);
  }
  const std::vector<double> gc_ranks = gc.counts.mid_ranks();
  const CountedRanks activity_ranks(counts, elements.activity);
  return pearson_of(
      elements.rows(), [&](std::size_t row) { return gc_ranks[gc.place[row]]; },
      [&](std::size_t row) { return activity_ranks.of(row * tasks + task); });
}

enum class Third : std::uint8_t { first = 1, middle = 2, last = 4 };

/// Bits of Third in which each element has an N.
std::vector<std::uint8_t> thirds_with_n(const KeptElements& elements) {
  const auto length = static_cast<std::size_t>(elements.length);
  std::vector<std::uint8_t> out(elements.rows());
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    if (elements.sequences.is_packed(row)) {
      continue;
    }
    const std::string letters = elements.sequences.letters(row);
    for (std::size_t at = letters.find('N'); at != std::string::npos; at = letters.find('N', at + 1)) {
      out[row] = static_cast<std::uint8_t>(out[row] | 1U << (3 * at / length));
    }
  }
  return out;
}

template <class IsIn>
Json rows_json(const KeptElements& elements, IsIn is_in) {
  std::int64_t rows = 0;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    rows += is_in(row) ? 1 : 0;
  }
  Json means = Json::object();
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    means[elements.tasks[task]] = mean_of_rows(elements, task, is_in);
  }
  return {{"rows", rows}, {"mean", means}};
}

}  // namespace

Json composition_report(const KeptElements& elements) {
  const PairCounts counts = count_pairs(elements.sequences);
  Json bases = Json::object(), pairs = Json::object();
  for (std::size_t first = 0; first < kKnown; ++first) {
    bases[std::string(1, kLetters[first])] = share_of(counts.bases, first);
    for (std::size_t second = 0; second < kKnown; ++second) {
      pairs[{kLetters[first], kLetters[second]}] = share_of(counts.pairs, first * kKnown + second);
    }
  }
  const double expected = share_of(counts.bases, kBaseC) * share_of(counts.bases, kBaseG);
  return {{"bases", bases},
          {"dinucleotides", pairs},
          {"cpg_observed_expected", share_of(counts.pairs, kBaseC * kKnown + kBaseG) / expected}};
}

Json gc_activity_report(const KeptElements& elements, const GcContent& gc) {
  const std::vector<double> cuts = quantile_cut_points(gc.counts, kQuintiles);
  const Bins bins = bins_by_cut_points(gc.counts.values(), cuts);
  Json out = {{"cut_points", cuts}, {"rows", Json::array()}, {"mean", Json::object()}, {"spearman", Json::object()}};
  const std::size_t tasks = elements.task_count();
  std::array<std::int64_t, kQuintiles> rows{};
  std::vector<double> sums(tasks * kQuintiles), counts(tasks * kQuintiles);
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    if (!gc.is_known(row)) {
      continue;
    }
    const std::uint32_t bin = bins.bin[gc.place[row]];
    ++rows[bin];
    for (std::size_t task = 0; task < tasks; ++task) {
      if (elements.is_measured(row * tasks + task)) {
        sums[task * kQuintiles + bin] += elements.activity[row * tasks + task];
        counts[task * kQuintiles + bin] += 1.0;
      }
    }
  }
  out["rows"] = rows;
  for (std::size_t task = 0; task < tasks; ++task) {
    for (std::size_t i = task * kQuintiles; i < (task + 1) * kQuintiles; ++i) {
      out["mean"][elements.tasks[task]].push_back(sums[i] / counts[i]);
    }
  }
  for (std::size_t task = 0; task < tasks; ++task) {
    out["spearman"][elements.tasks[task]] = spearman_with(gc, elements, task);
  }
  return out;
}

Json n_position_report(const KeptElements& elements) {
  const std::vector<std::uint8_t> thirds = thirds_with_n(elements);
  Json out = {{"without", rows_json(elements, [&](std::size_t row) { return thirds[row] == 0; })}};
  if (out["without"]["rows"] == elements.rows()) {
    return nullptr;
  }
  const std::vector<std::pair<const char*, Third>> parts = {
      {"first", Third::first}, {"middle", Third::middle}, {"last", Third::last}};
  for (const auto& [name, third] : parts) {
    const auto bit = static_cast<std::uint8_t>(third);
    out[name] = rows_json(elements, [&](std::size_t row) { return (thirds[row] & bit) != 0; });
  }
  return out;
}

}  // namespace cre
