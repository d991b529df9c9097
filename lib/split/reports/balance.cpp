#include "split/reports/balance.h"

#include <cmath>
#include <limits>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "core/json_text.h"
#include "sequence/gc_content.h"
#include "statistics/ks_distance.h"
#include "statistics/summary.h"

namespace cre {

namespace {

using Json = nlohmann::json;

double standardized(double difference, double variance_a, double variance_b) {
  const double variance = (variance_a + variance_b) / 2.0;
  return variance > 0.0 ? difference / std::sqrt(variance) : std::numeric_limits<double>::quiet_NaN();
}

Json against_training(const SplitSeries& series, Split split) {
  const std::vector<double>&train = series[0], &other = series.at(static_cast<std::size_t>(split));
  const Summary a = summarize(train), b = summarize(other);
  return {{"smd", number_or_null(standardized(b.mean - a.mean, a.sd * a.sd, b.sd * b.sd))},
          {"ks", number_or_null(ks_distance(train, other))}};
}

using Shares = std::map<std::string, std::array<double, kSplitCount>>;

/// The level whose share differs most, by standardized difference.
Json most_different(const Shares& shares, Split split) {
  Json out = {{"smd", nullptr}, {"level", nullptr}};
  double most = -1.0;
  for (const auto& [level, share] : shares) {
    const double p = share[0], q = share.at(static_cast<std::size_t>(split));
    const double difference = standardized(q - p, p * (1.0 - p), q * (1.0 - q));
    if (std::abs(difference) > most) {
      most = std::abs(difference);
      out = {{"smd", difference}, {"level", level}, {"train_share", p}, {"share", q}};
    }
  }
  return out;
}

void add_words(Json& out, const std::string& name, const std::vector<std::string>& levels,
               const std::vector<std::int16_t>& level, const std::vector<Split>& splits) {
  Shares shares;
  std::array<double, kSplitCount> rows{};
  for (std::size_t row = 0; row < splits.size(); ++row) {
    if (is_used(splits[row])) {
      const auto split = static_cast<std::size_t>(splits[row]);
      rows.at(split) += 1.0;
      shares[level[row] < 0 ? "unknown" : levels[static_cast<std::size_t>(level[row])]].at(split) += 1.0;
    }
  }
  if (shares.size() < 2) {
    return;
  }
  for (auto& entry : shares) {
    for (std::size_t split = 0; split < kSplitCount; ++split) {
      entry.second.at(split) /= rows.at(split);
    }
  }
  out.push_back({{"name", name},
                 {"kind", "words"},
                 {"val", most_different(shares, Split::val)},
                 {"test", most_different(shares, Split::test)}});
}

}  // namespace

void add_balance(Json& balance, const std::string& name, const SplitSeries& series) {
  if (!series[0].empty()) {
    balance.push_back({{"name", name},
                       {"kind", "number"},
                       {"val", against_training(series, Split::val)},
                       {"test", against_training(series, Split::test)}});
  }
}

void add_balance_of_rows(Json& balance, const Elements& elements, const std::vector<Split>& splits) {
  const std::vector<float> gc = gc_contents(elements.codes, static_cast<std::size_t>(elements.length));
  add_balance(balance, "GC content", ascending_by_split({gc.begin(), gc.end()}, 1, 0, splits));
  add_words(balance, "target cell", elements.tasks, elements.target_cell, splits);
  for (const Stratum& stratum : elements.strata) {
    add_words(balance, stratum.name, stratum.levels, stratum.level, splits);
  }
}

}  // namespace cre
