#include "storage/measurement_fields.h"

#include "core/error.h"

namespace cre {

std::uint64_t stored_count(const Hdf5Reader& reader, const std::string& name) {
  const Shape shape = reader.shape(name);
  if (shape.size() != 1) {
    fail(ErrorKind::integrity, "dataset ", name, " is no list");
  }
  return shape[0];
}

void write_id_kind(Hdf5Writer& writer, bool ids_are_row_numbers) {
  writer.attribute("ids_are_row_numbers", ids_are_row_numbers ? 1 : 0);
}

bool read_id_kind(const Hdf5Reader& reader) {
  return reader.integer_attribute("ids_are_row_numbers") != 0;
}

std::uint64_t stored_rows(const Hdf5Reader& reader) {
  return stored_count(reader, "/id");
}

}  // namespace cre
