#pragma once
// The columns of the measured rows, declared once: the table that is read, elements, dataset, predictions and the
// evaluated rows hold them, and what copies, selects, joins, writes or reads rows goes over the lists below.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/packed_integers.h"
#include "core/packed_numbers.h"
#include "core/packed_texts.h"

namespace cre {

/// Bits of RowFacts::flags.
enum ElementFlag : std::uint32_t {
  kLengthAdjusted = 1U << 0U,  ///< trimmed or padded to the insert length
  kDuplicate = 1U << 1U,       ///< the same cleaned sequence occurs in another kept row
};

inline constexpr std::int16_t kUnknownCell = -1;
inline constexpr std::int16_t kNoLevel = -1;
inline constexpr std::int64_t kNoPosition = -1;

/// A column of few different words that results are looked at by: library, batch, assay.
struct Stratum {
  std::string name;
  std::vector<std::string> levels;  // in order of appearance
  std::vector<std::int16_t> level;  // (N) index into levels, kNoLevel where missing

  /// Adds a row; an empty word is a missing one. Throws input for more than kMostLevels different words.
  void add(std::string_view word);
};

inline constexpr std::size_t kMostLevels = 1000;

/// The first stratum where rows are from several tables: the name of the file.
inline constexpr const char* kSourceStratum = "source";

/// Columns of the stages that look at rows again and again.
struct PlainColumns {
  using Texts = std::vector<std::string>;
  using Integers = std::vector<std::int64_t>;
  using Numbers = std::vector<double>;
};

/// Columns of quality control, which has all of a table at once.
struct PackedColumns {
  using Texts = PackedTexts;
  using Integers = PackedIntegers;
  using Numbers = PackedNumbers;
};

/// What is known of N rows besides their values in tasks. A column that is not there is empty.
template <class Columns>
struct FactsIn {
  using Texts = typename Columns::Texts;
  using Integers = typename Columns::Integers;
  using Numbers = typename Columns::Numbers;

  Texts id;                               // (N)
  bool ids_are_row_numbers = false;       // made up, because the table has none: they name nothing elsewhere
  Integers line;                          // (N) line number in the table, header = 1
  std::vector<std::int16_t> target_cell;  // (N) index of a task, kUnknownCell when absent
  Numbers min_gap;                        // (N) the table's MinGap column, NaN when absent
  std::vector<std::uint32_t> flags;       // (N) ElementFlag bits
  Texts chromosome;                       // (N) or empty
  Integers start;                         // (N) or empty: first base, counted from 0; kNoPosition when unknown
  Integers end;                           // (N) or empty: behind the last base
  std::vector<std::int16_t> strand;       // (N) or empty: 1, -1, or 0 when unknown
  Texts group_name;                       // (N) or empty: user-given group
  Texts published_split;                  // (N) or empty: split column of the table
  std::vector<Stratum> strata;

  std::size_t rows() const { return id.size(); }
};
using RowFacts = FactsIn<PlainColumns>;
using PackedFacts = FactsIn<PackedColumns>;

/// "line 5", where rows are from several tables "line 5 of b.tsv".
template <class Columns>
std::string line_text(const FactsIn<Columns>& facts, std::size_t row);
/// Number of the file that the row is from: 0 where there is one file.
template <class Columns>
std::size_t source_of(const FactsIn<Columns>& facts, std::size_t row);

/// N rows with values in K tasks (cell types); row-major.
template <class Columns>
struct ValuesIn : FactsIn<Columns> {
  typename Columns::Numbers activity;        // (N, K) log2 fold change as measured (never winsorised); NaN where masked
  typename Columns::Numbers standard_error;  // (N, K) l2fc; NaN where absent
  /// (K) reliability of the activities by the agreement of their replicates, NaN where the table's standard errors say
  /// it or nothing does; empty when no task has a number. Of all elements, whichever rows are selected.
  std::vector<double> replicate_reliability;
};

/// What quality control has: a value is measured where the activity is no NaN, and weights follow from all values.
using PackedMeasurements = ValuesIn<PackedColumns>;

/// Fills in the weights of the values from number `first` on, row by row.
using ValueWeights = std::function<void(std::size_t first, std::span<float> weights)>;

struct Measurements : ValuesIn<PlainColumns> {
  std::vector<std::uint8_t> mask;  // (N, K) 1 = measured
  std::vector<float> weight;       // (N, K) element weight, 1 unless weights were asked for
};

/// Is a column in every artifact, or only where it is known?
enum class Presence { always, where_known };

/// Calls visit(name, member, presence, description) for the columns of FactsIn that are lists of one type: not for ids
/// and strata.
template <class Columns = PlainColumns, class Visit>
void visit_facts(Visit visit) {
  using Facts = FactsIn<Columns>;
  visit("/line", &Facts::line, Presence::always, "line number in the measured table, header = 1");
  visit("/target_cell", &Facts::target_cell, Presence::always, "index into /tasks, -1 = unknown");
  visit("/min_gap", &Facts::min_gap, Presence::always, "minimum gap column of the table, l2fc; NaN when absent");
  visit("/flags", &Facts::flags, Presence::always, "bits: 1 length adjusted, 2 duplicate");
  visit("/chromosome", &Facts::chromosome, Presence::where_known, "chromosome; empty where missing");
  visit("/start", &Facts::start, Presence::where_known, "first base on the chromosome, from 0; -1 = unknown");
  visit("/end", &Facts::end, Presence::where_known, "base behind the last one, from 0; -1 = unknown");
  visit("/strand", &Facts::strand, Presence::where_known, "1 forward, -1 reverse, 0 unknown");
  visit("/group_name", &Facts::group_name, Presence::where_known, "group of the table; empty where missing");
  visit("/published_split", &Facts::published_split, Presence::where_known, "split of the table; empty where missing");
}

/// A column of one value a row and task, as artifacts have it.
struct ValueColumn {
  const char* name;
  const char* description;
};
inline constexpr ValueColumn kActivityColumn = {"/activity", "log2 fold change; NaN where masked"};
inline constexpr ValueColumn kErrorColumn = {"/standard_error", "of the activity, l2fc; NaN where absent"};
inline constexpr ValueColumn kMaskColumn = {"/mask", "1 = measured, 0 = missing"};
inline constexpr ValueColumn kWeightColumn = {"/weight", "element weight in the loss"};

/// Calls visit(column, member) for these.
template <class Visit>
void visit_values(Visit visit) {
  visit(kActivityColumn, &Measurements::activity);
  visit(kErrorColumn, &Measurements::standard_error);
  visit(kMaskColumn, &Measurements::mask);
  visit(kWeightColumn, &Measurements::weight);
}

/// The entries `rows` of a list with `width` values a row; an empty list stays empty.
template <class Value>
std::vector<Value> select_entries(const std::vector<Value>& values, const std::vector<std::size_t>& rows,
                                  std::size_t width = 1) {
  std::vector<Value> out;
  if (values.empty()) {
    return out;
  }
  out.reserve(rows.size() * width);
  for (const std::size_t row : rows) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(row * width);
    out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(width));
  }
  return out;
}

/// Leaves the entries `rows` (ascending) of a list alone; an empty list stays empty.
template <class Value>
void keep_entries(std::vector<Value>& values, const std::vector<std::size_t>& rows) {
  if (values.empty()) {
    return;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    values[i] = values[rows[i]];
  }
  values.resize(rows.size());
}

/// The rows `rows`, in that order.
RowFacts select_facts(const RowFacts& from, const std::vector<std::size_t>& rows);
/// Leaves the rows `rows` alone, in that order.
void select_rows(Measurements& measurements, const std::vector<std::size_t>& rows, std::size_t tasks);
/// Leaves the rows `rows` (ascending) alone, in place.
void keep_rows(PackedMeasurements& measurements, const std::vector<std::size_t>& rows, std::size_t tasks,
               unsigned threads = 1);

/// Adds the rows of `other`, which has the same columns and tasks.
void append_rows(PackedMeasurements& to, PackedMeasurements&& other);

}  // namespace cre
