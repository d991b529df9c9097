#include "qc/reading/measured_table.h"

#include <algorithm>
#include <iterator>

namespace cre {
namespace {

template <class Value>
void move_to(std::vector<Value>& to, std::vector<Value>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

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
  const std::uint64_t shift = letters.size();
  letters += other.letters;
  for (const std::uint64_t end : other.sequence_end) {
    sequence_end.push_back(shift + end);
  }
  move_to(line, other.line);
  move_to(id, other.id);
  move_to(activity, other.activity);
  move_to(standard_error, other.standard_error);
  move_to(target_cell, other.target_cell);
  move_to(target_task, other.target_task);
  move_to(min_gap, other.min_gap);
  move_to(chromosome, other.chromosome);
  move_to(group, other.group);
  move_to(published_split, other.published_split);
  other = MeasuredTable{};
}

}  // namespace cre
