#include "qc/reading/place_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "qc/rules/rejection.h"

namespace cre {

namespace {

constexpr std::array<std::pair<std::string_view, std::int16_t>, 9> kStrands = {
    {{"+", 1}, {"1", 1}, {"+1", 1}, {"-", -1}, {"-1", -1}, {"\xE2\x88\x92", -1}, {".", 0}, {"*", 0}, {"", 0}}};

/// 5248266, also as 5248266.0, which other programs make of a column with missing values.
std::optional<std::int64_t> position(std::string_view word) {
  if (const std::optional<std::int64_t> whole = parse_integer(word)) {
    return whole;
  }
  constexpr double kLargest = 1e15;  // whole numbers are exact so far
  const std::optional<double> number = parse_number(word);
  if (!number || !(std::abs(*number) <= kLargest) || *number != std::floor(*number)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*number);
}

/// What the places are read from: "qc.columns.region (column locus)".
std::string place_source(const QcColumns& config) {
  if (config.region) {
    return concat("qc.columns.region (column ", *config.region, ")");
  }
  if (config.region_pattern) {
    return concat("qc.columns.region_pattern (column ", config.id.value_or(""), ")");
  }
  return concat("qc.columns.start, end, strand (columns ",
                join({config.start.value_or("-"), config.end.value_or("-"), config.strand.value_or("-")}, ", "), ")");
}

}  // namespace

void PlaceCounts::merge(const PlaceCounts& later) {
  if (unreadable == 0) {
    example = later.example;
    line = later.line;
  }
  read += later.read;
  unreadable += later.unreadable;
}

PlaceReader::PlaceReader(const QcColumns& config, const TableColumns& columns, const MissingWords& missing)
    : columns_(columns), missing_(missing), starts_from_(config.starts_from()) {
  if (config.has_regions()) {
    pattern_.emplace(config.region_pattern);
    region_ = columns.region ? columns.region : columns.id;
  }
  has_positions_ = pattern_ ? pattern_->has_positions() : columns.start.has_value();
  has_strand_ = columns.strand.has_value() || (pattern_ && pattern_->has_strand());
}

bool PlaceReader::read_strand(std::string_view word, Place& place) const {
  const auto found = std::find_if(kStrands.begin(), kStrands.end(), [&](const auto& one) { return one.first == word; });
  if (found == kStrands.end()) {
    return missing_.contains(word);
  }
  place.strand = found->second;
  return true;
}

bool PlaceReader::read_positions(std::string_view start, std::string_view end, Place& place) const {
  const std::optional<std::int64_t> first = position(start), last = position(end);
  if (!first || !last || *first < starts_from_ || *last <= *first - starts_from_) {
    return false;
  }
  place.start = *first - starts_from_;
  place.end = *last;
  return true;
}

bool PlaceReader::read_region(const Fields& fields, Place& place) const {
  const std::optional<RegionWords> words = pattern_->find(strip(fields[*region_]));
  if (!words || (pattern_->has_positions() && !read_positions(words->start, words->end, place))) {
    return false;
  }
  place.chromosome = words->chromosome;
  return read_strand(columns_.strand ? strip(fields[*columns_.strand]) : words->strand, place);
}

bool PlaceReader::read_columns(const Fields& fields, Place& place) const {
  const std::string_view strand = columns_.strand ? strip(fields[*columns_.strand]) : std::string_view();
  return read_strand(strand, place) &&
         (!columns_.start || missing_.contains(fields[*columns_.start]) ||
          read_positions(strip(fields[*columns_.start]), strip(fields[*columns_.end]), place));
}

void PlaceReader::add(const Fields& fields, std::int64_t line, PackedFacts& facts, PlaceCounts& counts) const {
  Place place;
  const bool missing = region_ && missing_.contains(fields[*region_]);
  if (missing || (region_ ? read_region(fields, place) : read_columns(fields, place))) {
    counts.read += missing || (place.chromosome.empty() && place.start == kNoPosition && place.strand == 0) ? 0 : 1;
  } else {
    place = {};
    if (counts.unreadable++ == 0) {
      counts.line = line;
      counts.example = strip(fields[region_ ? *region_ : columns_.start ? *columns_.start : *columns_.strand]);
    }
  }
  if (region_) {
    facts.chromosome.push_back(place.chromosome);
  }
  if (has_positions_) {
    facts.start.push_back(place.start);
    facts.end.push_back(place.end);
  }
  if (has_strand_) {
    facts.strand.push_back(place.strand);
  }
}

std::string place_note(const PlaceCounts& counts, const QcColumns& config) {
  if (counts.unreadable == 0) {
    return "";
  }
  return concat(place_source(config), ": no place on the genome is read in ", counted(counts.unreadable, "row"),
                ", for instance from ", quoted_value(counts.example), " (line ", counts.line,
                "); these rows stay without one");
}

void check_places(const PlaceCounts& counts, const QcColumns& config, const std::filesystem::path& file) {
  if (counts.unreadable > 0 && counts.read == 0) {
    fail(ErrorKind::input, file, ": ", place_source(config), ": no place on the genome can be read in any row, for ",
         "instance not from ", quoted_value(counts.example), " (line ", counts.line, "); ",
         config.has_regions() ? "chr11:5248266-5248380 is one, other forms need a qc.columns.region_pattern"
                              : "positions are whole numbers with start below end, strands + or -");
  }
}

std::string start_base_note(const MeasuredTable& table, const std::vector<std::size_t>& kept, const QcColumns& config) {
  const std::int64_t base = config.starts_from();
  std::int64_t known = 0, fitting = 0, otherwise = 0;
  for (const std::size_t row : kept) {
    if (table.start.empty() || table.start[row] == kNoPosition) {
      continue;
    }
    const std::int64_t bases = table.end[row] - table.start[row];
    const auto length = static_cast<std::int64_t>(table.insert_length(row));
    ++known;
    fitting += bases == length ? 1 : 0;
    otherwise += bases + (base == 1 ? -1 : 1) == length ? 1 : 0;
  }
  if (otherwise <= fitting) {
    return "";
  }
  return concat("of ", known, " places on the genome ", fitting, " are as long as their sequences; with ",
                "qc.columns.start_base: ", 1 - base, " they would be ", otherwise);
}

}  // namespace cre
