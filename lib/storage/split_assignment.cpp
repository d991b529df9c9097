#include "storage/split_assignment.h"

#include "core/error.h"
#include "storage/artifact_checks.h"
#include "storage/hdf5_file.h"
#include "storage/measurement_fields.h"

namespace cre {

namespace {
constexpr ArtifactKind kSplitKind{"split", 2};
}  // namespace

const Names<Split>& split_names() {
  static const Names<Split> names = {{"train", Split::train}, {"val", Split::val}, {"test", Split::test}};
  return names;
}

const std::string& split_name(Split split) {
  static const std::string unused = "unused";
  return is_used(split) ? name_of(split, split_names()) : unused;
}

void write_splits(Hdf5Writer& writer, const std::vector<Split>& splits) {
  std::vector<std::uint8_t> values;
  values.reserve(splits.size());
  for (const Split split : splits) {
    values.push_back(static_cast<std::uint8_t>(split));
  }
  writer.write("/split", values, {values.size()});
  writer.describe("/split", "0 train, 1 val, 2 test, 3 unused");
}

std::vector<Split> read_splits(const Hdf5Reader& reader, const std::filesystem::path& file, std::uint64_t rows) {
  std::vector<std::uint8_t> values;
  reader.read("/split", values, {rows});
  check_at_most(file, "/split", values, static_cast<std::uint8_t>(Split::unused));
  std::vector<Split> splits;
  splits.reserve(values.size());
  for (const std::uint8_t value : values) {
    splits.push_back(static_cast<Split>(value));
  }
  return splits;
}

void save_split(const std::filesystem::path& file, const SplitAssignment& assignment) {
  Hdf5Writer writer(file, kSplitKind);
  writer.attribute("elements_sha256", assignment.elements_sha256);
  write_splits(writer, assignment.split);
  writer.write("/group", assignment.group, {assignment.group.size()});
  writer.close();
}

SplitAssignment load_split(const std::filesystem::path& file) {
  const Hdf5Reader reader(file, kSplitKind);
  SplitAssignment assignment;
  assignment.elements_sha256 = reader.text_attribute("elements_sha256");
  const std::uint64_t rows = stored_count(reader, "/group");
  assignment.split = read_splits(reader, file, rows);
  reader.read("/group", assignment.group, {rows});
  return assignment;
}

}  // namespace cre
