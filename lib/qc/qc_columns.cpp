#include "core/error.h"
#include "qc/compiled_pattern.h"
#include "qc/qc_config.h"
#include "qc/reading/region_pattern.h"

namespace cre {
namespace {

void check_place_columns(const QcColumns& c, const Place& place) {
  if (c.region_pattern) {
    check_pattern([&c] { const RegionPattern compiled(*c.region_pattern); }, place.child("region_pattern"));
    if (!c.region && !c.id) {
      place.child("region_pattern").fail("needs a column in region or id, which are both null");
    }
  }
  if (c.has_regions() && (c.chromosome || c.start || c.end)) {
    place.child(c.chromosome ? "chromosome"
                : c.start    ? "start"
                             : "end")
        .fail("is set beside ", c.region ? "region" : "region_pattern", ", which says the same; keep one of them");
  }
  if (c.start.has_value() != c.end.has_value() || (c.start && !c.chromosome)) {
    place.child(c.start ? "start" : "end").fail("needs the columns chromosome, start and end together");
  }
}

}  // namespace

void describe(Description& d, QcColumns& c) {
  d.text("id", c.id,
         "Column of the element id; ids of kept rows must be unique. null: row1, row2, ...; auto: ID when the table "
         "has it.");
  d.text("sequence", c.sequence, "Column of the sequence.");
  d.text("target_cell", c.target_cell,
         "Column of the cell type that an element was designed for; matched to the task names without regard to case "
         "and punctuation. null: none; auto: target_cell when the table has it.");
  d.text("min_gap", c.min_gap, "Column of the minimum gap. null: none; auto: MinGap when the table has it.");
  d.text("chromosome", c.chromosome, "Column of the chromosome. null: none.");
  d.text("region", c.region,
         "Column of the place on the genome: chr11:5248266-5248380 or chr11:5248266..5248380, perhaps with the strand "
         "behind it (,+ or :+ or (+)); other forms by region_pattern. null: none.");
  d.text("region_pattern", c.region_pattern,
         "Regular expression (RE2) with the groups (?P<chromosome>...), and perhaps (?P<start>...) with (?P<end>...), "
         "and (?P<strand>...): the place is its first match in the region column, without one in the id column. null: "
         "the forms of region.");
  d.text("start", c.start, "Column of the first base on the chromosome, counted from start_base. null: none.");
  d.text("end", c.end, "Column of the last base, counted from 1 (the end of BED). null: none.");
  d.text("strand", c.strand, "Column of the strand: + or -, 1 or -1; instead of that in a region. null: none.");
  d.integer("start_base", c.start_base, between(0, 1), "",
            "Number of a chromosome's first base where starts are given: 0 as in BED, or 1. null: 1 in regions, 0 in "
            "the column start.");
  d.text("group", c.group,
         "Column whose value says which rows must stay together in a split; used by split.group_by auto. null: none.");
  d.text(
      "group_pattern", c.group_pattern,
      "Regular expression in the syntax of RE2 (github.com/google/re2/wiki/Syntax): that of Python, with \\d, *? "
      "and (?:...), without look-around and back-references. Its first match in the group column is the group, or of "
      "that its first capture group when it has one; the whole value where nothing matches. null: always the whole "
      "value.");
  d.text("split", c.split, "Column of a published split; used by split.strategy auto. null: none.");
  d.rule([&c](const Place& place) {
    if (c.group_pattern && !c.group) {
      place.child("group_pattern").fail("needs a column in group, which is null");
    }
    if (c.group_pattern) {
      check_pattern([&c] { compiled_pattern(*c.group_pattern); }, place.child("group_pattern"));
    }
    check_place_columns(c, place);
  });
  d.unused_when("start_base", {is("region", {nullptr}), is("region_pattern", {nullptr}), is("start", {nullptr})});
}

}  // namespace cre
