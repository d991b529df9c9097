#include "qc/reports/subset_report.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "core/text.h"
#include "qc/reading/readable_sequence.h"
#include "qc/reports/gc_report.h"
#include "statistics/equal_count_bins.h"
#include "statistics/summary.h"

namespace cre {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostLevelsShown = 40;
constexpr std::uint32_t kGcQuintiles = 5;

/// Rows by kind. The empty level is for rows in which it is missing.
struct Subsets {
  std::string by;
  std::vector<std::string> levels;
  std::vector<std::uint32_t> level;  // (N)
  bool has_order = false;            // of the levels; else they are shown by name
};

/// Different texts, in order of appearance.
struct Levels {
  std::vector<std::string> names;
  std::map<std::string, std::uint32_t, std::less<>> places;

  std::uint32_t place_of(std::string_view name) {
    const auto found = places.find(name);
    if (found != places.end()) {
      return found->second;
    }
    names.emplace_back(name);
    return places.emplace(name, static_cast<std::uint32_t>(names.size() - 1)).first->second;
  }
};

/// By text_of(row).
template <class TextOf>
Subsets by_text(const std::string& by, std::size_t rows, TextOf text_of) {
  Levels levels;
  Subsets out{by, {}, {}};
  out.level.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    out.level.push_back(levels.place_of(text_of(row)));
  }
  out.levels = std::move(levels.names);
  return out;
}

/// Target cells by the names of the tasks, however they are spelled; others as written.
Subsets by_target_cell(const MeasuredTable& table, const std::vector<std::string>& tasks) {
  constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  Levels levels;
  std::vector<std::uint32_t> of_word(table.cell_name.words().size(), kNone), of_task(tasks.size(), kNone);
  Subsets out{"target cell", {}, {}};
  out.level.resize(table.cell_name.size());
  for (std::size_t row = 0; row < out.level.size(); ++row) {
    const std::int16_t cell = table.target_cell[row];
    const bool is_task = cell != kUnknownCell;
    std::uint32_t& level = is_task ? of_task[static_cast<std::size_t>(cell)] : of_word[table.cell_name.place(row)];
    if (level == kNone) {
      level = levels.place_of(is_task ? std::string_view(tasks[static_cast<std::size_t>(cell)]) : table.cell_name[row]);
    }
    out.level[row] = level;
  }
  out.levels = std::move(levels.names);
  return out;
}

Subsets by_stratum(const Stratum& stratum) {
  Subsets out{stratum.name, stratum.levels, {}};
  out.levels.emplace_back();
  for (const std::int16_t level : stratum.level) {
    out.level.push_back(
        static_cast<std::uint32_t>(level == kNoLevel ? stratum.levels.size() : static_cast<std::size_t>(level)));
  }
  return out;
}

Subsets by_length_class(const MeasuredTable& table, const LengthPlan& plan) {
  Subsets out{"length", {concat(plan.length, " bp"), "shorter", "longer", "unreadable"}, {}, true};
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::size_t bases = table.insert_length(row);
    const std::uint32_t other = bases < static_cast<std::size_t>(plan.length) ? 1 : 2;
    const std::uint32_t known = plan.fits(bases) ? 0 : other;
    out.level.push_back(is_readable(table, row) ? known : 3);
  }
  return out;
}

Subsets by_gc(const GcContent& gc) {
  const std::vector<double> cuts = quantile_cut_points(gc.counts, kGcQuintiles);
  const Bins bins = bins_by_cut_points(gc.counts.values(), cuts);
  Subsets out{"GC content", {}, {}, true};
  for (std::size_t bin = 0; bin <= cuts.size(); ++bin) {
    const std::string low = bin == 0 ? "0" : number_text(std::round(1e3 * cuts[bin - 1]) / 1e3);
    const std::string high = bin == cuts.size() ? "1" : number_text(std::round(1e3 * cuts[bin]) / 1e3);
    out.levels.push_back(concat("Q", bin + 1, ": ", low, " to ", high));
  }
  out.levels.emplace_back("no known base");
  out.level.resize(gc.place.size());
  for (std::size_t row = 0; row < gc.place.size(); ++row) {
    out.level[row] = gc.is_known(row) ? bins.bin[gc.place[row]] : static_cast<std::uint32_t>(out.levels.size() - 1);
  }
  return out;
}

/// Of the rows of one level.
struct Tally {
  std::int64_t rows = 0, kept = 0;
  std::vector<std::int64_t> rejected;  // by rule
};

std::vector<Tally> tallies(const Subsets& subsets, const RuleOutcome& outcome) {
  std::vector<Tally> out(subsets.levels.size());
  for (Tally& tally : out) {
    tally.rejected.resize(outcome.counts.size());
  }
  for (std::size_t row = 0; row < subsets.level.size(); ++row) {
    Tally& tally = out[subsets.level[row]];
    ++tally.rows;
    const std::uint32_t failed = outcome.failed[row];
    if (failed == 0) {
      ++tally.kept;
    } else {
      ++tally.rejected[static_cast<std::size_t>(std::countr_zero(failed))];
    }
  }
  return out;
}

Json level_json(const Json& level, const Tally& tally, const std::vector<Rule>& rules) {
  Json rejected = Json::object();
  for (std::size_t r = 0; r < rules.size(); ++r) {
    if (tally.rejected[r] > 0) {
      rejected[rules[r].code] = tally.rejected[r];
    }
  }
  return {{"level", level}, {"rows", tally.rows}, {"kept", tally.kept}, {"rejected", rejected}};
}

/// In their order or by name; but when they are too many, the largest ones.
Json levels_json(const Subsets& subsets, const std::vector<Rule>& rules, const RuleOutcome& outcome) {
  const std::vector<Tally> all = tallies(subsets, outcome);
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].rows > 0) {
      shown.push_back(i);
    }
  }
  if (!subsets.has_order) {
    std::sort(shown.begin(), shown.end(),
              [&](std::size_t a, std::size_t b) { return subsets.levels[a] < subsets.levels[b]; });
  }
  Tally other{.rejected = std::vector<std::int64_t>(rules.size())};
  if (shown.size() > kMostLevelsShown) {
    std::stable_sort(shown.begin(), shown.end(),
                     [&](std::size_t a, std::size_t b) { return all[a].rows > all[b].rows; });
    for (std::size_t i = kMostLevelsShown; i < shown.size(); ++i) {
      const Tally& tally = all[shown[i]];
      other.rows += tally.rows;
      other.kept += tally.kept;
      for (std::size_t r = 0; r < rules.size(); ++r) {
        other.rejected[r] += tally.rejected[r];
      }
    }
    shown.resize(kMostLevelsShown);
  }
  Json out = Json::array();
  for (const std::size_t i : shown) {
    out.push_back(level_json(subsets.levels[i].empty() ? Json() : Json(subsets.levels[i]), all[i], rules));
  }
  if (other.rows > 0) {
    out.push_back(level_json("other", other, rules));
  }
  return out;
}

}  // namespace

Json subset_report(const MeasuredTable& table, const std::vector<std::string>& tasks, const LengthPlan& plan,
                   const GcContent& gc, const std::vector<Rule>& rules, const RuleOutcome& outcome) {
  Json out = Json::array();
  const auto add = [&](const Subsets& subsets) {  // one at a time: each has a number a row
    Json levels = levels_json(subsets, rules, outcome);
    if (levels.size() > 1) {
      out.push_back({{"by", subsets.by}, {"levels", std::move(levels)}});
    }
  };
  const auto add_texts = [&](const char* by, const PackedTexts& texts) {
    add(by_text(by, texts.size(), [&](std::size_t row) { return texts[row]; }));
  };
  add(by_target_cell(table, tasks));
  add_texts("chromosome", table.chromosome);
  add_texts("split", table.published_split);
  for (const Stratum& stratum : table.strata) {
    add(by_stratum(stratum));
  }
  add(by_length_class(table, plan));
  add(by_gc(gc));
  return out;
}

}  // namespace cre
