#include "qc/reports/gc_report.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "core/text.h"
#include "sequence/letter_counts.h"
#include "statistics/summary.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kLowGc = 0.3, kHighGc = 0.7;
constexpr std::array<double, 5> kGcPercentiles = {1, 5, 50, 95, 99};

double share_of_gc(const LetterCounts& counts) {
  return static_cast<double>(counts.gc) / static_cast<double>(counts.known);
}

/// Gives shares places as they come: most rows have the letters of one before.
class SharePlaces {
 public:
  std::uint32_t place_of(const LetterCounts& counts) {
    if (counts.known == 0) {
      return GcContent::kUnknown;
    }
    if (counts.known != known_) {
      known_ = counts.known;
      of_known_ = &places_[known_];
      of_known_->resize(std::size_t{known_} + 1, GcContent::kUnknown);
    }
    std::uint32_t& place = (*of_known_)[counts.gc];
    if (place == GcContent::kUnknown) {
      place = static_cast<std::uint32_t>(share_.size());
      share_.push_back(share_of_gc(counts));
    }
    return place;
  }
  const std::vector<double>& shares() const { return share_; }

 private:
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> places_;  // by the number of known letters, then of GC
  std::uint32_t known_ = 0;
  std::vector<std::uint32_t>* of_known_ = nullptr;
  std::vector<double> share_;
};

/// Rows `counts_of`(row), 0 to `rows`.
template <class CountsOf>
GcContent gc_of_rows(std::size_t rows, CountsOf counts_of) {
  GcContent out;
  out.place.resize(rows);
  SharePlaces places;
  for (std::size_t row = 0; row < rows; ++row) {
    out.place[row] = places.place_of(counts_of(row));
  }
  std::map<double, std::uint32_t> different;  // 1 of 2 is 2 of 4
  for (const double share : places.shares()) {
    different.emplace(share, 0);
  }
  std::vector<double> values;
  for (auto& [share, place] : different) {
    place = static_cast<std::uint32_t>(values.size());
    values.push_back(share);
  }
  std::vector<std::uint32_t> place_of_share;
  for (const double share : places.shares()) {
    place_of_share.push_back(different.at(share));
  }
  std::vector<std::size_t> counts(values.size());
  for (std::uint32_t& place : out.place) {
    if (place != GcContent::kUnknown) {
      place = place_of_share[place];
      ++counts[place];
    }
  }
  out.counts = ValueCounts(std::move(values), counts);
  return out;
}

}  // namespace

GcContent gc_of(const MeasuredTable& table) {
  return gc_of_rows(table.rows(), [&](std::size_t row) {
    return table.ends.empty() ? table.sequences.counts(row) : count_letters(table.sequence(row));
  });
}

GcContent gc_of(const KeptElements& elements) {
  return gc_of_rows(elements.rows(), [&](std::size_t row) { return elements.sequences.counts(row); });
}

Json gc_report(const GcContent& gc) {
  SummaryOfTwoPasses passes;
  const auto visit = [&](auto add) {
    for (std::size_t row = 0; row < gc.place.size(); ++row) {
      if (gc.is_known(row)) {
        add(gc[row]);
      }
    }
  };
  visit([&](double value) { passes.add(value); });
  passes.begin_second();
  visit([&](double value) { passes.add_again(value); });
  const Summary summary = passes.end();
  const auto rows = static_cast<double>(gc.counts.size());
  Json percentiles = Json::object();
  for (const double percent : kGcPercentiles) {
    percentiles[number_text(percent)] = percentile(gc.counts, percent);
  }
  return {{"n", summary.n},
          {"mean", summary.mean},
          {"sd", summary.sd},
          {"percentiles", percentiles},
          {"below_0.3", static_cast<double>(gc.counts.below(kLowGc)) / rows},
          {"above_0.7", static_cast<double>(gc.counts.above(kHighGc)) / rows}};
}

}  // namespace cre
