#include "qc/measured_table.h"

#include <iterator>

namespace cre {
namespace {

template <class Value>
void move_to(std::vector<Value>& to, std::vector<Value>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void MeasuredTable::append(MeasuredTable&& other) {
  const std::uint64_t shift = letters.size();
  letters += other.letters;
  for (const std::uint64_t end : other.sequence_end) sequence_end.push_back(shift + end);
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
