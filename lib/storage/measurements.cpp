#include "storage/measurements.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"

namespace cre {

namespace {

std::int16_t level_called(std::string_view word, Stratum& stratum) {
  const auto found = std::find(stratum.levels.begin(), stratum.levels.end(), word);
  const auto index = static_cast<std::size_t>(found - stratum.levels.begin());
  if (found == stratum.levels.end()) {
    if (index == kMostLevels) {
      fail(ErrorKind::input, "qc.strata: column ", stratum.name, ": more than ", kMostLevels,
           " different values; a stratum has few, so that results can be looked at by them");
    }
    stratum.levels.emplace_back(word);
  }
  return static_cast<std::int16_t>(index);
}

template <class Value>
void move_entries(std::vector<Value>& to, std::vector<Value>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

void append_stratum(Stratum& to, const Stratum& other) {
  std::vector<std::int16_t> place;
  place.reserve(other.levels.size());
  for (const std::string& level : other.levels) {
    place.push_back(level_called(level, to));
  }
  to.level.reserve(to.level.size() + other.level.size());
  for (const std::int16_t level : other.level) {
    to.level.push_back(level == kNoLevel ? kNoLevel : place[static_cast<std::size_t>(level)]);
  }
}

/// Rows of several tables: each of them is in a level of the first stratum.
bool has_sources(const RowFacts& facts) {
  return !facts.strata.empty() && facts.strata.front().name == kSourceStratum;
}

}  // namespace

void Stratum::add(std::string_view word) {
  level.push_back(word.empty() ? kNoLevel : level_called(word, *this));
}

std::size_t source_of(const RowFacts& facts, std::size_t row) {
  return has_sources(facts) ? static_cast<std::size_t>(facts.strata.front().level[row]) : 0;
}

std::string line_text(const RowFacts& facts, std::size_t row) {
  const std::string line = concat("line ", facts.line[row]);
  return has_sources(facts) ? concat(line, " of ", facts.strata.front().levels[source_of(facts, row)]) : line;
}

RowFacts select_facts(const RowFacts& from, const std::vector<std::size_t>& rows) {
  RowFacts out;
  out.ids_are_row_numbers = from.ids_are_row_numbers;
  out.id = select_entries(from.id, rows);
  visit_facts(
      [&](const char*, auto member, Presence, const char*) { out.*member = select_entries(from.*member, rows); });
  for (const Stratum& stratum : from.strata) {
    out.strata.push_back({stratum.name, stratum.levels, select_entries(stratum.level, rows)});
  }
  return out;
}

void keep_rows(Measurements& measurements, const std::vector<std::size_t>& rows, std::size_t tasks, unsigned threads) {
  std::vector<std::function<void()>> columns = {[&] { keep_entries(measurements.id, rows); }};
  const auto add = [&](auto member, std::size_t width) {
    columns.emplace_back([&, member, width] { keep_entries(measurements.*member, rows, width); });
  };
  visit_facts([&](const char*, auto member, Presence, const char*) { add(member, 1); });
  visit_values([&](const char*, auto member, const char*) { add(member, tasks); });
  for (Stratum& stratum : measurements.strata) {
    columns.emplace_back([&] { keep_entries(stratum.level, rows); });
  }
  parallel_run(columns, threads);
}

void append_rows(Measurements& to, Measurements&& other) {
  move_entries(to.id, other.id);
  visit_facts([&](const char*, auto member, Presence, const char*) { move_entries(to.*member, other.*member); });
  visit_values([&](const char*, auto member, const char*) { move_entries(to.*member, other.*member); });
  for (std::size_t i = 0; i < other.strata.size(); ++i) {
    if (i == to.strata.size()) {
      to.strata.push_back({other.strata[i].name, {}, {}});
    }
    append_stratum(to.strata[i], other.strata[i]);
  }
}

}  // namespace cre
