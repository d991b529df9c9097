#include "storage/measurements.h"

#include <algorithm>
#include <functional>

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
void append_entries(std::vector<Value>& to, const std::vector<Value>& from) {
  to.insert(to.end(), from.begin(), from.end());
}
template <class Packed>
void append_entries(Packed& to, const Packed& from) {
  to.append(from);
}

template <class Value>
void keep_column(std::vector<Value>& values, const std::vector<std::size_t>& rows) {
  keep_entries(values, rows);
}
template <class Packed>
void keep_column(Packed& values, const std::vector<std::size_t>& rows) {
  if (!values.empty()) {
    values.keep(rows);
  }
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
bool has_sources(const std::vector<Stratum>& strata) {
  return !strata.empty() && strata.front().name == kSourceStratum;
}

}  // namespace

void Stratum::add(std::string_view word) {
  level.push_back(word.empty() ? kNoLevel : level_called(word, *this));
}

template <class Columns>
std::size_t source_of(const FactsIn<Columns>& facts, std::size_t row) {
  return has_sources(facts.strata) ? static_cast<std::size_t>(facts.strata.front().level[row]) : 0;
}

template <class Columns>
std::string line_text(const FactsIn<Columns>& facts, std::size_t row) {
  const std::string line = concat("line ", facts.line[row]);
  return has_sources(facts.strata) ? concat(line, " of ", facts.strata.front().levels[source_of(facts, row)]) : line;
}

template std::size_t source_of(const RowFacts& facts, std::size_t row);
template std::size_t source_of(const PackedFacts& facts, std::size_t row);
template std::string line_text(const RowFacts& facts, std::size_t row);
template std::string line_text(const PackedFacts& facts, std::size_t row);

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

void select_rows(Measurements& measurements, const std::vector<std::size_t>& rows, std::size_t tasks) {
  static_cast<RowFacts&>(measurements) = select_facts(measurements, rows);
  visit_values([&](const ValueColumn&, auto member) {
    measurements.*member = select_entries(measurements.*member, rows, tasks);
  });
}

void keep_rows(PackedMeasurements& measurements, const std::vector<std::size_t>& rows, std::size_t tasks,
               unsigned threads) {
  std::vector<std::function<void()>> columns = {[&] { keep_column(measurements.id, rows); }};
  visit_facts<PackedColumns>([&](const char*, auto member, Presence, const char*) {
    columns.emplace_back([&, member] { keep_column(measurements.*member, rows); });
  });
  for (PackedNumbers* values : {&measurements.activity, &measurements.standard_error}) {
    columns.emplace_back([&rows, values, tasks] { values->keep(rows, tasks); });
  }
  for (Stratum& stratum : measurements.strata) {
    columns.emplace_back([&rows, &stratum] { keep_entries(stratum.level, rows); });
  }
  parallel_run(columns, threads);
}

void append_rows(PackedMeasurements& to, PackedMeasurements&& other) {
  to.id.append(other.id);
  visit_facts<PackedColumns>(
      [&](const char*, auto member, Presence, const char*) { append_entries(to.*member, other.*member); });
  to.activity.append(other.activity);
  to.standard_error.append(other.standard_error);
  for (std::size_t i = 0; i < other.strata.size(); ++i) {
    if (i == to.strata.size()) {
      to.strata.push_back({other.strata[i].name, {}, {}});
    }
    append_stratum(to.strata[i], other.strata[i]);
  }
}

}  // namespace cre
