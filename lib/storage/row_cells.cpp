#include "storage/row_cells.h"

#include <algorithm>
#include <numeric>

#include "core/text.h"

namespace cre {

namespace {

std::string position_cell(std::int64_t position) {
  return position == kNoPosition ? "NA" : std::to_string(position);
}

std::vector<std::size_t> rows_of_levels(const Stratum& stratum) {
  std::vector<std::size_t> rows(stratum.levels.size(), 0);
  for (const std::int16_t level : stratum.level) {
    if (level != kNoLevel) {
      ++rows[static_cast<std::size_t>(level)];
    }
  }
  return rows;
}

}  // namespace

std::string free_name(const std::string& name, const std::vector<std::string>& taken) {
  std::string out = name;
  while (std::find(taken.begin(), taken.end(), out) != taken.end()) {
    out += " (column)";
  }
  return out;
}

std::string text_cell(std::string_view text) {
  std::string out(text);
  std::replace_if(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return out.empty() ? "NA" : out;
}

template <class Columns>
std::vector<std::string> fact_headings(const FactsIn<Columns>& facts, const std::vector<std::string>& taken) {
  std::vector<std::string> all = taken;
  const auto add = [&all](const std::string& name) { all.push_back(free_name(name, all)); };
  if (!facts.chromosome.empty()) {
    add("chromosome");
  }
  if (!facts.start.empty()) {
    add("start");
    add("end");
  }
  if (!facts.strand.empty()) {
    add("strand");
  }
  for (const Stratum& stratum : facts.strata) {
    add(text_cell(stratum.name));
  }
  return {all.begin() + static_cast<std::ptrdiff_t>(taken.size()), all.end()};
}

template <class Columns>
std::string fact_cells(const FactsIn<Columns>& facts, std::size_t row) {
  std::string out;
  if (!facts.chromosome.empty()) {
    out += concat('\t', text_cell(facts.chromosome[row]));
  }
  if (!facts.start.empty()) {
    out += concat('\t', position_cell(facts.start[row]), '\t', position_cell(facts.end[row]));
  }
  if (!facts.strand.empty()) {
    out += facts.strand[row] == 0 ? "\tNA" : facts.strand[row] > 0 ? "\t+" : "\t-";
  }
  for (const Stratum& stratum : facts.strata) {
    const std::int16_t level = stratum.level[row];
    out += concat('\t', level == kNoLevel ? "NA" : text_cell(stratum.levels[static_cast<std::size_t>(level)]));
  }
  return out;
}

template std::vector<std::string> fact_headings(const RowFacts& facts, const std::vector<std::string>& taken);
template std::vector<std::string> fact_headings(const PackedFacts& facts, const std::vector<std::string>& taken);
template std::string fact_cells(const RowFacts& facts, std::size_t row);
template std::string fact_cells(const PackedFacts& facts, std::size_t row);

Stratum few_levels(const Stratum& stratum, std::size_t most) {
  const std::vector<std::size_t> rows = rows_of_levels(stratum);
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t level) { return rows[level] == 0; });
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rows[a] > rows[b]; });
  const std::size_t named = order.size() <= most ? order.size() : most - 1;
  std::vector<std::size_t> kept(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(named));
  std::sort(kept.begin(), kept.end());

  Stratum out{stratum.name, {}, {}};
  std::vector<std::int16_t> place(rows.size(), static_cast<std::int16_t>(named));
  for (const std::size_t level : kept) {
    place[level] = static_cast<std::int16_t>(out.levels.size());
    out.levels.push_back(stratum.levels[level]);
  }
  if (named < order.size()) {
    out.levels.push_back(free_name(concat("other (", order.size() - named, " values)"), out.levels));
  }
  out.level.reserve(stratum.level.size());
  for (const std::int16_t level : stratum.level) {
    out.level.push_back(level == kNoLevel ? kNoLevel : place[static_cast<std::size_t>(level)]);
  }
  return out;
}

}  // namespace cre
