// Why a table cannot be learnt from as it is.

#include "core/text.h"
#include "qc/describe/suggestion.h"

namespace cre {
namespace {

/// A row for each element and cell type, instead of a row for each element.
std::string rows_by_cell_type(const DescribedTable& table) {
  const ColumnProfile& sequence = table.profiles[*table.roles.sequence];
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    const ColumnProfile& profile = table.profiles[i];
    if (is_called(profile.name, {"cell", "celltype", "cellline", "tissue", "condition", "sample"}) &&
        profile.holds_few_words() && profile.distinct > 1 && 3 * sequence.distinct <= 2 * sequence.values()) {
      return concat("sequences repeat, with a row for each ", profile.name,
                    ": creflow reads a row for each element "
                    "and a column for each cell type; in pandas: table.pivot(index=\"",
                    sequence.name, "\", columns=\"", profile.name, "\", values=\"",
                    table.name_of(table.roles.tasks.front().activity), "\")");
    }
  }
  return "";
}

}  // namespace

std::string what_is_missing(const DescribedTable& table) {
  if (table.sample.rows == 0) {
    return "the table has no rows that can be read";
  }
  if (!table.roles.sequence && table.roles.has(ColumnRole::allele)) {
    return "no column holds sequences: this is a table of variants (position, ref, alt). creflow learns from the "
           "sequence and the activity of each measured element, not from differences between alleles";
  }
  if (!table.roles.sequence) {
    return "no column holds sequences of DNA (at least ten letters): add one with the sequence of each element, "
           "for instance from the FASTA file of the library's design";
  }
  if (table.profiles[*table.roles.sequence].is_rna) {
    return concat("the sequences of column ", table.name_of(*table.roles.sequence),
                  " are RNA: write T for U, which is no base of DNA");
  }
  if (table.roles.tasks.empty() && table.roles.has(ColumnRole::count)) {
    return "no column holds activities, only counts: make log2(RNA/DNA) of them first, for instance with "
           "MPRAsnakeflow, BCalm or mpralm";
  }
  if (table.roles.tasks.empty()) {
    return "no column holds activities: numbers, log2 fold changes, named activity, log2FC, K562_l2fc or the like";
  }
  return table.roles.tasks.size() == 1 ? rows_by_cell_type(table) : "";
}

}  // namespace cre
