#include "qc/reading/measured_table.h"

#include <algorithm>
#include <iterator>

namespace cre {
void MeasuredTable::cut_ends(AdaptorEnds constant) {
  ends = std::move(constant);
  has_ends.clear();
  if (ends.empty()) {
    return;
  }
  const std::size_t before = ends.upstream.size();
  const std::size_t after = ends.downstream.size();
  for (std::size_t row = 0; row < rows(); ++row) {
    const bool has_both =
        sequences.length(row) > before + after && starts_with(row, ends.upstream) && ends_with(row, ends.downstream);
    has_ends.push_back(has_both ? 1 : 0);
  }
}

bool MeasuredTable::matches(std::size_t row, std::size_t place, std::string_view pattern) const {
  if (place + pattern.size() > sequences.length(row)) {
    return false;
  }
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != 'N' && pattern[i] != sequences.letter(row, place + i)) {
      return false;
    }
  }
  return true;
}

void MeasuredTable::append(MeasuredTable&& other) {
  sequences.append(std::move(other.sequences));
  cell_name.append(other.cell_name);
  minimum.insert(minimum.end(), other.minimum.begin(), other.minimum.end());
  exclude_text.append(other.exclude_text);
  replicate_columns = std::max(replicate_columns, other.replicate_columns);
  replicates.insert(replicates.end(), other.replicates.begin(), other.replicates.end());
  std::move(other.sources.begin(), other.sources.end(), std::back_inserter(sources));
  append_rows(*this, std::move(other));
  other = MeasuredTable{};
}

}  // namespace cre
