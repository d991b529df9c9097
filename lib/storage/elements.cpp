#include "storage/elements.h"

#include "core/error.h"
#include "storage/artifact_checks.h"
#include "storage/measurement_fields.h"

namespace cre {

namespace {

constexpr ArtifactKind kElementsKind{"elements", 2};
constexpr std::uint8_t kLargestCode = 4;

void write_optional(Hdf5Writer& writer, const std::string& name, const std::vector<std::string>& values) {
  if (!values.empty()) {
    writer.write(name, values);
  }
}

std::vector<std::string> read_optional(const Hdf5Reader& reader, const std::string& name, std::uint64_t rows) {
  return reader.has(name) ? reader.read_texts(name, rows) : std::vector<std::string>();
}

}  // namespace

void save_elements(const std::filesystem::path& file, const Elements& elements) {
  const std::uint64_t rows = elements.rows();
  Hdf5Writer writer(file, kElementsKind);
  writer.attribute("weight_scale", static_cast<std::int64_t>(elements.weight_scale));
  writer.attribute("upstream", elements.upstream);
  writer.attribute("downstream", elements.downstream);
  write_id_kind(writer, elements.ids_are_row_numbers);
  writer.write("/tasks", elements.tasks);
  writer.write("/id", elements.id);
  writer.write("/codes", elements.codes, {rows, static_cast<std::uint64_t>(elements.length)});
  writer.describe("/codes", "bases of the insert, 5' to 3': A 0, C 1, G 2, T 3, N 4");
  visit_measurements(elements, rows, elements.task_count(), field_writer(writer));
  write_optional(writer, "/chromosome", elements.chromosome);
  write_optional(writer, "/group", elements.group);
  write_optional(writer, "/published_split", elements.published_split);
  writer.close();
}

Elements load_elements(const std::filesystem::path& file) {
  const Hdf5Reader reader(file, kElementsKind);
  Elements elements;
  elements.weight_scale = reader.integer_attribute("weight_scale") == 0 ? WeightScale::published : WeightScale::task;
  elements.upstream = reader.text_attribute("upstream");
  elements.downstream = reader.text_attribute("downstream");
  const std::uint64_t rows = stored_rows(reader);
  elements.ids_are_row_numbers = read_id_kind(reader);
  elements.tasks = reader.read_texts("/tasks", stored_count(reader, "/tasks"));
  elements.id = reader.read_texts("/id", rows);
  const Shape codes = reader.shape("/codes");
  if (codes.size() != 2) {
    fail(ErrorKind::integrity, file, ": dataset /codes is no matrix");
  }
  elements.length = static_cast<std::int64_t>(codes[1]);
  reader.read("/codes", elements.codes, {rows, codes[1]});
  visit_measurements(elements, rows, elements.task_count(), field_reader(reader));
  elements.chromosome = read_optional(reader, "/chromosome", rows);
  elements.group = read_optional(reader, "/group", rows);
  elements.published_split = read_optional(reader, "/published_split", rows);
  check_at_most(file, "/codes", elements.codes, kLargestCode);
  check_measured(file, elements.mask, elements.activity, elements.task_count());
  check_target_cells(file, elements.target_cell, elements.task_count());
  return elements;
}

}  // namespace cre
