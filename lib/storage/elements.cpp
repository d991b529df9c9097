#include "storage/elements.h"

#include <algorithm>

#include "core/error.h"
#include "storage/artifact_checks.h"
#include "storage/measurement_fields.h"

namespace cre {

namespace {

constexpr ArtifactKind kElementsKind{"elements", 3};
constexpr std::uint8_t kLargestCode = 4;

void begin_elements(Hdf5Writer& writer, const ElementHeader& header, std::size_t rows, const RowCodes& codes_of) {
  writer.attribute("weight_scale", static_cast<std::int64_t>(header.weight_scale));
  writer.attribute("upstream", header.upstream);
  writer.attribute("downstream", header.downstream);
  writer.write("/tasks", header.tasks);
  const auto length = static_cast<std::uint64_t>(header.length);
  writer.write_parts<std::uint8_t>("/codes", {rows, length}, [&](std::uint64_t first, std::span<std::uint8_t> codes) {
    for (std::size_t i = 0; i < codes.size() / length; ++i) {
      codes_of(first + i, codes.subspan(i * length, length));
    }
  });
  writer.describe("/codes", "bases of the insert, 5' to 3': A 0, C 1, G 2, T 3, N 4");
}

}  // namespace

std::string save_elements(const std::filesystem::path& file, const PackedElements& elements, const RowCodes& codes_of,
                          const ValueWeights& weights) {
  Hdf5Writer writer(file, kElementsKind);
  begin_elements(writer, elements, elements.rows(), codes_of);
  write_measurements(writer, elements, elements.task_count(), weights);
  return writer.close_digested();
}

void save_elements(const std::filesystem::path& file, const Elements& elements) {
  const auto length = static_cast<std::size_t>(elements.length);
  Hdf5Writer writer(file, kElementsKind);
  begin_elements(writer, elements, elements.rows(), [&](std::size_t row, std::span<std::uint8_t> codes) {
    std::ranges::copy(std::span(elements.codes).subspan(row * length, length), codes.begin());
  });
  write_measurements(writer, elements, elements.task_count());
  writer.close();
}

Elements load_elements(const std::filesystem::path& file) {
  const Hdf5Reader reader(file, kElementsKind);
  Elements elements;
  elements.weight_scale = reader.integer_attribute("weight_scale") == 0 ? WeightScale::published : WeightScale::task;
  elements.upstream = reader.text_attribute("upstream");
  elements.downstream = reader.text_attribute("downstream");
  elements.tasks = reader.read_texts("/tasks", stored_count(reader, "/tasks"));
  static_cast<Measurements&>(elements) = read_measurements(reader, file, elements.task_count());
  const Shape codes = reader.shape("/codes");
  if (codes.size() != 2) {
    fail(ErrorKind::integrity, file, ": dataset /codes is no matrix");
  }
  elements.length = static_cast<std::int64_t>(codes[1]);
  reader.read("/codes", elements.codes, {elements.rows(), codes[1]});
  check_at_most(file, "/codes", elements.codes, kLargestCode);
  return elements;
}

}  // namespace cre
