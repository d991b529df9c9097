#include "qc/reading/measured_table.h"

#include <algorithm>
#include <iterator>

namespace cre {
namespace {

/// N in `pattern` stands for any base.
bool matches(std::string_view bases, std::string_view pattern) {
  return std::equal(bases.begin(), bases.end(), pattern.begin(), pattern.end(),
                    [](char base, char wanted) { return base == wanted || wanted == 'N'; });
}

}  // namespace

void MeasuredTable::cut_ends(AdaptorEnds constant) {
  ends = std::move(constant);
  has_ends.clear();
  if (ends.empty()) {
    return;
  }
  const std::size_t before = ends.upstream.size();
  const std::size_t after = ends.downstream.size();
  for (std::size_t row = 0; row < rows(); ++row) {
    const std::string_view whole = whole_sequence(row);
    const bool has_both = whole.size() > before + after && matches(whole.substr(0, before), ends.upstream) &&
                          matches(whole.substr(whole.size() - after), ends.downstream);
    has_ends.push_back(has_both ? 1 : 0);
  }
}

std::string_view MeasuredTable::sequence(std::size_t row) const {
  const std::string_view whole = whole_sequence(row);
  if (ends.empty() || !has_insert(row)) {
    return whole;
  }
  return whole.substr(ends.upstream.size(), whole.size() - ends.upstream.size() - ends.downstream.size());
}

void MeasuredTable::append(MeasuredTable&& other) {
  sequences.append(std::move(other.sequences));
  cell_name.insert(cell_name.end(), std::make_move_iterator(other.cell_name.begin()),
                   std::make_move_iterator(other.cell_name.end()));
  minimum.insert(minimum.end(), other.minimum.begin(), other.minimum.end());
  exclude_text.insert(exclude_text.end(), std::make_move_iterator(other.exclude_text.begin()),
                      std::make_move_iterator(other.exclude_text.end()));
  replicate_columns = std::max(replicate_columns, other.replicate_columns);
  replicates.insert(replicates.end(), other.replicates.begin(), other.replicates.end());
  std::move(other.sources.begin(), other.sources.end(), std::back_inserter(sources));
  append_rows(*this, std::move(other));
  other = MeasuredTable{};
}

}  // namespace cre
