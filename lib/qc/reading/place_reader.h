#pragma once
// Where on the genome the element of a row is from.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qc/qc_config.h"
#include "qc/reading/measured_table.h"
#include "qc/reading/region_pattern.h"
#include "qc/reading/table_columns.h"
#include "table/missing_words.h"

namespace cre {

/// How many rows have a place.
struct PlaceCounts {
  std::int64_t read = 0;
  std::int64_t unreadable = 0;  // missing ones are neither
  std::string example;          // the first unreadable one, for people
  std::int64_t line = 0;        // of it

  /// Adds those of later rows.
  void merge(const PlaceCounts& later);
};

/// Reads places from a region, from an id, or from columns of chromosome, start, end and strand. Has nothing to do
/// where the config names none of them.
class PlaceReader {
 public:
  using Fields = std::vector<std::string_view>;

  /// What it takes must outlive the reader.
  PlaceReader(const QcColumns& config, const TableColumns& columns, const MissingWords& missing);

  /// Adds the place of a row to the columns of `facts` that the config asks for: start from 0, end behind the last
  /// base. Where that is missing or cannot be read they get an empty chromosome, kNoPosition and strand 0. A column of
  /// chromosomes is not read here.
  void add(const Fields& fields, std::int64_t line, PackedFacts& facts, PlaceCounts& counts) const;

 private:
  struct Place {
    std::string chromosome;
    std::int64_t start = kNoPosition;
    std::int64_t end = kNoPosition;
    std::int16_t strand = 0;
  };
  bool read_region(const Fields& fields, Place& place) const;
  bool read_columns(const Fields& fields, Place& place) const;
  bool read_positions(std::string_view start, std::string_view end, Place& place) const;
  bool read_strand(std::string_view word, Place& place) const;

  const TableColumns& columns_;
  const MissingWords& missing_;
  std::optional<RegionPattern> pattern_;
  std::optional<std::size_t> region_;  // the column that the pattern is for
  std::int64_t starts_from_;
  bool has_positions_ = false, has_strand_ = false;
};

/// How many of a table's places cannot be read, for people; nothing where all are.
std::string place_note(const PlaceCounts& counts, const QcColumns& config);

/// Throws input when none of the places can be read, and there are some.
void check_places(const PlaceCounts& counts, const QcColumns& config, const std::filesystem::path& file);

/// A sentence when more places of the rows `kept` would be as long as their sequences with starts counted otherwise;
/// else nothing.
std::string start_base_note(const MeasuredTable& table, const std::vector<std::size_t>& kept, const QcColumns& config);

}  // namespace cre
