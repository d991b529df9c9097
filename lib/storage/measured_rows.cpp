#include "storage/measured_rows.h"

#include "storage/artifact_checks.h"
#include "storage/measurement_fields.h"

namespace cre {

void write_measured_rows(Hdf5Writer& writer, const MeasuredRows& rows, std::size_t tasks) {
  writer.write("/id", rows.id);
  write_splits(writer, rows.split);
  writer.write("/group", rows.group, {rows.rows()});
  visit_measurements(rows, rows.rows(), tasks, field_writer(writer));
}

MeasuredRows read_measured_rows(const Hdf5Reader& reader, const std::filesystem::path& file, std::size_t tasks) {
  const std::uint64_t n = stored_rows(reader);
  MeasuredRows rows;
  rows.id = reader.read_texts("/id", n);
  rows.split = read_splits(reader, file, n);
  reader.read("/group", rows.group, {n});
  visit_measurements(rows, n, tasks, field_reader(reader));
  check_at_most(file, "/mask", rows.mask, 1);
  check_target_cells(file, rows.target_cell, tasks);
  return rows;
}

}  // namespace cre
