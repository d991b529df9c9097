#include "qc/merging/count_ratios.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "statistics/undefined.h"

namespace cre {
namespace {

/// Sum of a column. Counts what is no whole number.
double library_size(const MeasuredTable& table, std::size_t place, const std::string& column, const std::string& file,
                    std::int64_t& not_whole) {
  double total = 0.0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double count = table.replicates[row * table.replicate_columns + place];
    if (std::isnan(count)) {
      continue;
    }
    if (count < 0.0 || std::isinf(count)) {
      fail(ErrorKind::input, file, ": ", line_text(table, row), ", column ", column, ": ", count,
           " is no count; allowed: at least 0");
    }
    not_whole += count == std::floor(count) ? 0 : 1;
    total += count;
  }
  if (total <= 0.0) {
    fail(ErrorKind::input, file, ": column ", column, ": no row has a count above 0");
  }
  return total;
}

/// NaN when none of the rows has a count.
double sum_over(const MeasuredTable& table, std::span<const std::size_t> rows, std::size_t place) {
  double sum = kUndefined;
  for (const std::size_t row : rows) {
    const double count = table.replicates[row * table.replicate_columns + place];
    if (!std::isnan(count)) {
      sum = std::isnan(sum) ? count : sum + count;
    }
  }
  return sum;
}

std::int64_t rows_with_dna(const MeasuredTable& table, std::span<const std::size_t> rows, std::size_t place) {
  std::int64_t count = 0;
  for (const std::size_t row : rows) {
    count += table.replicates[row * table.replicate_columns + place] > 0.0 ? 1 : 0;
  }
  return count;
}

/// Adds up the rows of an element in its first row; a replicate with too few barcodes has no counts from here on.
void add_up(MeasuredTable& table, std::span<const std::size_t> rows, const ReplicatePlaces& places,
            std::int64_t minimum_barcodes, CountFacts& facts) {
  double* first = table.replicates.data() + rows.front() * table.replicate_columns;
  std::vector<double> rna, dna;
  for (std::size_t i = 0; i < places.columns; ++i) {
    const bool enough = minimum_barcodes <= 1 || rows_with_dna(table, rows, places.dna_place(i)) >= minimum_barcodes;
    facts.below_barcodes += enough ? 0 : 1;
    rna.push_back(enough ? sum_over(table, rows, places.activity + i) : kUndefined);
  }
  for (std::size_t i = 0; i < places.dna_columns; ++i) {
    dna.push_back(sum_over(table, rows, places.dna + i));
  }
  std::copy(rna.begin(), rna.end(), first + places.activity);
  std::copy(dna.begin(), dna.end(), first + places.dna);
}

double ratio(double rna, double dna, const CountConfig& counts, CountFacts& facts) {
  if (std::isnan(rna) || std::isnan(dna)) {
    return kUndefined;
  }
  facts.below_dna += dna < counts.minimum_dna ? 1 : 0;
  facts.below_rna += rna < counts.minimum_rna ? 1 : 0;
  const double value = std::log2((rna + counts.pseudocount) / (dna + counts.pseudocount));
  const bool enough = dna >= counts.minimum_dna && rna >= counts.minimum_rna;
  return enough && std::isfinite(value) ? value : kUndefined;
}

}  // namespace

CountFacts counts_to_ratios(MeasuredTable& table, const QcConfig& config, std::size_t task,
                            const ReplicatePlaces& places, const RowGroups& groups, const std::string& file) {
  const QcTask& columns = config.tasks[task];
  CountFacts facts;
  for (std::size_t i = 0; i < places.columns; ++i) {
    facts.rna_total.push_back(
        library_size(table, places.activity + i, columns.activity.texts[i], file, facts.not_whole));
  }
  for (std::size_t i = 0; i < places.dna_columns; ++i) {
    facts.dna_total.push_back(library_size(table, places.dna + i, columns.counts.dna.texts[i], file, facts.not_whole));
  }
  std::vector<std::uint8_t> in_group(table.rows(), 0);
  for (std::size_t i = 0; i < groups.count(); ++i) {
    add_up(table, groups.group(i), places, columns.counts.minimum_barcodes, facts);
    for (const std::size_t row : groups.group(i)) {
      in_group[row] = 1;
    }
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (in_group[row] == 0) {
      add_up(table, std::span(&row, 1), places, columns.counts.minimum_barcodes, facts);
    }
    CountFacts of_part;  // of a row that was added to another: it is no element
    double* values = table.replicates.data() + row * table.replicate_columns;
    for (std::size_t i = 0; i < places.columns; ++i) {
      const std::size_t dna = places.dna_columns == 1 ? 0 : i;
      const double libraries = std::log2(facts.rna_total[i] / facts.dna_total[dna]);
      values[places.activity + i] = ratio(values[places.activity + i], values[places.dna + dna], columns.counts,
                                          table.is_merged_away(row) ? of_part : facts) -
                                    libraries;
    }
  }
  return facts;
}

}  // namespace cre
