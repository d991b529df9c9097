#pragma once
// Internal to lib/storage: the datasets that elements, dataset and predictions have in common, named once.

#include "storage/hdf5_file.h"

namespace cre {

/// Calls visit(name, array, shape, description) for each; Rows is Elements or MeasuredRows, const or not.
template <class Rows, class Visit>
void visit_measurements(Rows& rows, std::uint64_t n, std::uint64_t k, Visit visit) {
  visit("/line", rows.line, Shape{n}, "line number in the measured table, header = 1");
  visit("/activity", rows.activity, Shape{n, k}, "log2 fold change; NaN where masked");
  visit("/standard_error", rows.standard_error, Shape{n, k}, "of the activity, l2fc; NaN where absent");
  visit("/mask", rows.mask, Shape{n, k}, "1 = measured, 0 = missing");
  visit("/weight", rows.weight, Shape{n, k}, "element weight in the loss");
  visit("/target_cell", rows.target_cell, Shape{n}, "index into /tasks, -1 = unknown");
  visit("/min_gap", rows.min_gap, Shape{n}, "minimum gap column of the table, l2fc; NaN when absent");
  visit("/flags", rows.flags, Shape{n}, "bits: 1 length adjusted, 2 duplicate");
}

/// A visitor that writes each array with its description.
inline auto field_writer(Hdf5Writer& writer) {
  return [&writer](const char* name, const auto& values, const Shape& shape, const char* description) {
    writer.write(name, values, shape);
    writer.describe(name, description);
  };
}

/// A visitor that reads each array, checking type and shape.
inline auto field_reader(const Hdf5Reader& reader) {
  return
      [&reader](const char* name, auto& values, const Shape& shape, const char*) { reader.read(name, values, shape); };
}

/// Whether the ids are the table's or were made up: attribute ids_are_row_numbers, 0 or 1.
void write_id_kind(Hdf5Writer& writer, bool ids_are_row_numbers);
bool read_id_kind(const Hdf5Reader& reader);

/// Number of rows of an artifact: the length of /id. Throws integrity when it is no list.
std::uint64_t stored_rows(const Hdf5Reader& reader);
/// Number of texts in a list dataset.
std::uint64_t stored_count(const Hdf5Reader& reader, const std::string& name);

}  // namespace cre
