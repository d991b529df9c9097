#pragma once
// Places and strata of rows in tables for people.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "storage/measurements.h"

namespace cre {

/// `name`, or "NAME (column)" where that is taken, for a column or key of the user's own beside others.
std::string free_name(const std::string& name, const std::vector<std::string>& taken);

/// Headings of what is known: chromosome, start (from 0), end, strand, then the strata by name; `taken` are those of
/// the other columns.
template <class Columns>
std::vector<std::string> fact_headings(const FactsIn<Columns>& facts, const std::vector<std::string>& taken);

/// The cells of a row below these, each after a tab; NA where nothing is known.
template <class Columns>
std::string fact_cells(const FactsIn<Columns>& facts, std::size_t row);

/// A text as a cell: on one line, NA when it is empty.
std::string text_cell(std::string_view text);

/// The stratum with at most `most` levels, those without rows left out: the commonest keep their names, the others are
/// one, "other (12 values)".
Stratum few_levels(const Stratum& stratum, std::size_t most);

/// Levels of a stratum that results are shown by.
inline constexpr std::size_t kShownLevels = 12;

}  // namespace cre
