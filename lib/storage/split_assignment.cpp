#include "storage/split_assignment.h"

#include "core/error.h"
#include "storage/artifact_checks.h"
#include "storage/hdf5_file.h"
#include "storage/measurement_fields.h"

namespace cre {

namespace {
constexpr ArtifactKind kSplitKind{"split", 2};
constexpr const char* kTrainNeighbour = "/train_neighbour";
}  // namespace

const Names<Split>& split_names() {
  static const Names<Split> names = {{"train", Split::train}, {"val", Split::val}, {"test", Split::test}};
  return names;
}

const std::string& split_name(Split split) {
  static const std::string unused = "unused";
  return is_used(split) ? name_of(split, split_names()) : unused;
}

std::array<std::int64_t, kSplitCount> count_splits(const std::vector<Split>& splits) {
  std::array<std::int64_t, kSplitCount> rows{};
  for (const Split split : splits) {
    if (is_used(split)) {
      ++rows.at(static_cast<std::size_t>(split));
    }
  }
  return rows;
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

void write_train_neighbours(Hdf5Writer& writer, const std::vector<TrainNeighbour>& neighbours) {
  if (neighbours.empty()) {
    return;
  }
  std::vector<std::int16_t> values;
  values.reserve(neighbours.size());
  for (const TrainNeighbour neighbour : neighbours) {
    values.push_back(static_cast<std::int16_t>(neighbour));
  }
  writer.write(kTrainNeighbour, values, {values.size()});
  writer.describe(kTrainNeighbour,
                  "training row that the row resembles most: -1 not asked (it trains), 0 none, 1 similar, "
                  "2 overlapping, 3 three to five mismatches, 4 two, 5 one, 6 equal");
}

std::vector<TrainNeighbour> read_train_neighbours(const Hdf5Reader& reader, const std::filesystem::path& file,
                                                  std::uint64_t rows) {
  std::vector<TrainNeighbour> neighbours;
  if (!reader.has(kTrainNeighbour)) {
    return neighbours;
  }
  std::vector<std::int16_t> values;
  reader.read(kTrainNeighbour, values, {rows});
  check_indices(file, kTrainNeighbour, values, train_neighbour_names().size() - 1, "kind");
  neighbours.reserve(values.size());
  for (const std::int16_t value : values) {
    neighbours.push_back(static_cast<TrainNeighbour>(value));
  }
  return neighbours;
}

void save_split(const std::filesystem::path& file, const SplitAssignment& assignment) {
  Hdf5Writer writer(file, kSplitKind);
  writer.attribute("elements_sha256", assignment.elements_sha256);
  write_splits(writer, assignment.split);
  writer.write("/group", assignment.group, {assignment.group.size()});
  write_train_neighbours(writer, assignment.train_neighbour);
  writer.close();
}

SplitAssignment load_split(const std::filesystem::path& file) {
  const Hdf5Reader reader(file, kSplitKind);
  SplitAssignment assignment;
  assignment.elements_sha256 = reader.text_attribute("elements_sha256");
  const std::uint64_t rows = stored_count(reader, "/group");
  assignment.split = read_splits(reader, file, rows);
  reader.read("/group", assignment.group, {rows});
  assignment.train_neighbour = read_train_neighbours(reader, file, rows);
  return assignment;
}

}  // namespace cre
