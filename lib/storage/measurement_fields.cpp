#include "storage/measurement_fields.h"

#include <cmath>
#include <span>
#include <type_traits>

#include "core/error.h"
#include "core/text.h"
#include "storage/artifact_checks.h"

namespace cre {

namespace {

constexpr const char* kStrata = "/strata";
constexpr const char* kReliability = "/replicate_reliability";

using Texts = std::vector<std::string>;

std::string stratum_place(std::size_t index, const char* part) {
  return concat(kStrata, "/", index, "/", part);
}

template <class List>
void write_list(Hdf5Writer& writer, const char* name, const List& values, const char* description) {
  if constexpr (std::is_same_v<List, Texts> || std::is_same_v<List, PackedTexts>) {
    writer.write(name, values);  // a group of two datasets: what they hold is in docs/artifacts.md
  } else {
    writer.write(name, values, {values.size()});
    writer.describe(name, description);
  }
}

template <class Value>
void read_list(const Hdf5Reader& reader, const char* name, std::vector<Value>& values, std::uint64_t rows) {
  if constexpr (std::is_same_v<Value, std::string>) {
    values = reader.read_texts(name, rows);
  } else {
    reader.read(name, values, {rows});
  }
}

void write_strata(Hdf5Writer& writer, const std::vector<Stratum>& strata) {
  Texts names;
  for (std::size_t i = 0; i < strata.size(); ++i) {
    names.push_back(strata[i].name);
    writer.write(stratum_place(i, "levels"), strata[i].levels);
    writer.write(stratum_place(i, "level"), strata[i].level, {strata[i].level.size()});
    writer.describe(stratum_place(i, "level"), "index into levels, -1 = missing");
  }
  if (!names.empty()) {
    writer.write(concat(kStrata, "/names"), names);
  }
}

std::vector<Stratum> read_strata(const Hdf5Reader& reader, const std::filesystem::path& file, std::uint64_t rows) {
  std::vector<Stratum> strata;
  if (!reader.has(kStrata)) {
    return strata;
  }
  const std::string names = concat(kStrata, "/names");
  for (std::string& name : reader.read_texts(names, stored_count(reader, names))) {
    const std::size_t i = strata.size();
    Stratum& stratum = strata.emplace_back();
    stratum.name = std::move(name);
    const std::string levels = stratum_place(i, "levels");
    stratum.levels = reader.read_texts(levels, stored_count(reader, levels));
    reader.read(stratum_place(i, "level"), stratum.level, {rows});
    check_indices(file, stratum_place(i, "level"), stratum.level, stratum.levels.size(), "level");
  }
  return strata;
}

template <class Columns>
void write_facts(Hdf5Writer& writer, const FactsIn<Columns>& facts) {
  writer.attribute("ids_are_row_numbers", facts.ids_are_row_numbers ? 1 : 0);
  writer.write("/id", facts.id);
  visit_facts<Columns>([&](const char* name, auto member, Presence presence, const char* description) {
    if (presence == Presence::always || !(facts.*member).empty()) {
      write_list(writer, name, facts.*member, description);
    }
  });
}

/// What follows the values.
template <class Columns>
void write_rest(Hdf5Writer& writer, const ValuesIn<Columns>& measurements, std::size_t tasks) {
  write_strata(writer, measurements.strata);
  if (!measurements.replicate_reliability.empty()) {
    writer.write(kReliability, measurements.replicate_reliability, {tasks});
    writer.describe(kReliability,
                    "of the activities by the agreement of their replicates; NaN where not known by them");
  }
}

}  // namespace

std::uint64_t stored_count(const Hdf5Reader& reader, const std::string& name) {
  const Shape shape = reader.shape(name);
  if (shape.size() != 1) {
    fail(ErrorKind::integrity, "dataset ", name, " is no list");
  }
  return shape[0];
}

std::uint64_t stored_rows(const Hdf5Reader& reader) {
  return stored_count(reader, "/id");
}

void write_measurements(Hdf5Writer& writer, const Measurements& measurements, std::size_t tasks) {
  write_facts(writer, measurements);
  visit_values([&](const ValueColumn& column, auto member) {
    writer.write(column.name, measurements.*member, {measurements.rows(), tasks});
    writer.describe(column.name, column.description);
  });
  write_rest(writer, measurements, tasks);
}

void write_measurements(Hdf5Writer& writer, const PackedMeasurements& measurements, std::size_t tasks,
                        const ValueWeights& weights) {
  write_facts(writer, measurements);
  const Shape shape = {measurements.rows(), tasks};
  writer.write(kActivityColumn.name, measurements.activity, shape);
  writer.describe(kActivityColumn.name, kActivityColumn.description);
  writer.write(kErrorColumn.name, measurements.standard_error, shape);
  writer.describe(kErrorColumn.name, kErrorColumn.description);
  writer.write_parts<std::uint8_t>(kMaskColumn.name, shape, [&](std::uint64_t row, std::span<std::uint8_t> mask) {
    for (std::size_t i = 0; i < mask.size(); ++i) {
      mask[i] = std::isnan(measurements.activity[row * tasks + i]) ? 0 : 1;
    }
  });
  writer.describe(kMaskColumn.name, kMaskColumn.description);
  writer.write_parts<float>(kWeightColumn.name, shape,
                            [&](std::uint64_t row, std::span<float> values) { weights(row * tasks, values); });
  writer.describe(kWeightColumn.name, kWeightColumn.description);
  write_rest(writer, measurements, tasks);
}

Measurements read_measurements(const Hdf5Reader& reader, const std::filesystem::path& file, std::size_t tasks) {
  const std::uint64_t rows = stored_rows(reader);
  Measurements out;
  out.ids_are_row_numbers = reader.integer_attribute("ids_are_row_numbers") != 0;
  out.id = reader.read_texts("/id", rows);
  visit_facts([&](const char* name, auto member, Presence presence, const char*) {
    if (presence == Presence::always || reader.has(name)) {
      read_list(reader, name, out.*member, rows);
    }
  });
  visit_values([&](const ValueColumn& column, auto member) { reader.read(column.name, out.*member, {rows, tasks}); });
  out.strata = read_strata(reader, file, rows);
  if (reader.has(kReliability)) {
    reader.read(kReliability, out.replicate_reliability, {tasks});
  }
  check_measured(file, out.mask, out.activity, tasks);
  check_indices(file, "/target_cell", out.target_cell, tasks, "task");
  return out;
}

}  // namespace cre
