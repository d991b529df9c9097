#pragma once
// The columns of the measured rows, declared once: the table that is read, elements, dataset, predictions and the
// evaluated rows hold them, and what copies, selects, joins, writes or reads rows goes over the lists below.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

/// What is known of N rows besides their values in tasks. A column that is not there is empty.
struct RowFacts {
  std::vector<std::string> id;               // (N)
  bool ids_are_row_numbers = false;          // made up, because the table has none: they name nothing elsewhere
  std::vector<std::int64_t> line;            // (N) line number in the table, header = 1
  std::vector<std::int16_t> target_cell;     // (N) index of a task, kUnknownCell when absent
  std::vector<double> min_gap;               // (N) the table's MinGap column, NaN when absent
  std::vector<std::uint32_t> flags;          // (N) ElementFlag bits
  std::vector<std::string> chromosome;       // (N) or empty
  std::vector<std::int64_t> start;           // (N) or empty: first base, counted from 0; kNoPosition when unknown
  std::vector<std::int64_t> end;             // (N) or empty: behind the last base
  std::vector<std::int16_t> strand;          // (N) or empty: 1, -1, or 0 when unknown
  std::vector<std::string> group_name;       // (N) or empty: user-given group
  std::vector<std::string> published_split;  // (N) or empty: split column of the table
  std::vector<Stratum> strata;

  std::size_t rows() const { return id.size(); }
};

/// "line 5", where rows are from several tables "line 5 of b.tsv".
std::string line_text(const RowFacts& facts, std::size_t row);
/// Number of the file that the row is from: 0 where there is one file.
std::size_t source_of(const RowFacts& facts, std::size_t row);

/// N rows measured in K tasks (cell types); row-major.
struct Measurements : RowFacts {
  std::vector<double> activity;        // (N, K) log2 fold change as measured (never winsorised); NaN where masked
  std::vector<double> standard_error;  // (N, K) l2fc; NaN where absent
  std::vector<std::uint8_t> mask;      // (N, K) 1 = measured
  std::vector<float> weight;           // (N, K) element weight, 1 unless weights were asked for
  /// (K) reliability of the activities by the agreement of their replicates, NaN where the table's standard errors say
  /// it or nothing does; empty when no task has a number. Of all elements, whichever rows are selected.
  std::vector<double> replicate_reliability;
};

/// Is a column in every artifact, or only where it is known?
enum class Presence { always, where_known };

/// Calls visit(name, member, presence, description) for the columns of RowFacts that are lists of one type: not for ids
/// and strata.
template <class Visit>
void visit_facts(Visit visit) {
  visit("/line", &RowFacts::line, Presence::always, "line number in the measured table, header = 1");
  visit("/target_cell", &RowFacts::target_cell, Presence::always, "index into /tasks, -1 = unknown");
  visit("/min_gap", &RowFacts::min_gap, Presence::always, "minimum gap column of the table, l2fc; NaN when absent");
  visit("/flags", &RowFacts::flags, Presence::always, "bits: 1 length adjusted, 2 duplicate");
  visit("/chromosome", &RowFacts::chromosome, Presence::where_known, "chromosome; empty where missing");
  visit("/start", &RowFacts::start, Presence::where_known, "first base on the chromosome, from 0; -1 = unknown");
  visit("/end", &RowFacts::end, Presence::where_known, "base behind the last one, from 0; -1 = unknown");
  visit("/strand", &RowFacts::strand, Presence::where_known, "1 forward, -1 reverse, 0 unknown");
  visit("/group_name", &RowFacts::group_name, Presence::where_known, "group of the table; empty where missing");
  visit("/published_split", &RowFacts::published_split, Presence::where_known,
        "split of the table; empty where missing");
}

/// Calls visit(name, member, description) for the columns of one value a row and task.
template <class Visit>
void visit_values(Visit visit) {
  visit("/activity", &Measurements::activity, "log2 fold change; NaN where masked");
  visit("/standard_error", &Measurements::standard_error, "of the activity, l2fc; NaN where absent");
  visit("/mask", &Measurements::mask, "1 = measured, 0 = missing");
  visit("/weight", &Measurements::weight, "element weight in the loss");
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
void keep_entries(std::vector<Value>& values, const std::vector<std::size_t>& rows, std::size_t width = 1) {
  if (values.empty()) {
    return;
  }
  auto to = values.begin();
  for (const std::size_t row : rows) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(row * width);
    to = first == to ? first + static_cast<std::ptrdiff_t>(width)
                     : std::move(first, first + static_cast<std::ptrdiff_t>(width), to);
  }
  values.erase(to, values.end());
}

/// The rows `rows`, in that order.
RowFacts select_facts(const RowFacts& from, const std::vector<std::size_t>& rows);
/// Leaves the rows `rows` (ascending) alone, in place.
void keep_rows(Measurements& measurements, const std::vector<std::size_t>& rows, std::size_t tasks,
               unsigned threads = 1);

/// Adds the rows of `other`, which has the same columns and tasks.
void append_rows(Measurements& to, Measurements&& other);

}  // namespace cre
