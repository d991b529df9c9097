#include "split/reports/measured_splits.h"

#include <array>

#include "core/error.h"

namespace cre {

namespace {

using Counts = std::array<std::size_t, kSplitCount>;

constexpr std::size_t kFewestForCorrelation = 3;

Counts measured_rows(const Elements& elements, const std::vector<Split>& splits, std::size_t task) {
  Counts counts{};
  for (std::size_t row = 0; row < splits.size(); ++row) {
    if (is_used(splits[row]) && elements.mask[row * elements.task_count() + task] != 0) {
      ++counts.at(static_cast<std::size_t>(splits[row]));
    }
  }
  return counts;
}

std::string counts_text(const Counts& counts) {
  return concat("train ", counts[0], ", val ", counts[1], ", test ", counts[2]);
}

}  // namespace

std::vector<std::string> check_measured_splits(const Elements& elements, const std::vector<Split>& splits) {
  std::vector<std::string> warnings;
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    const Counts counts = measured_rows(elements, splits, task);
    for (std::size_t s = 0; s < kSplitCount; ++s) {
      const std::string& name = split_name(static_cast<Split>(s));
      if (counts.at(s) == 0) {
        fail(ErrorKind::input, "task ", elements.tasks[task], ": no row of ", name,
             " measures it (measured rows: ", counts_text(counts),
             "); split otherwise (split.seed, split.fractions, the split column), or leave the ",
             "task out of qc.tasks");
      }
      if (static_cast<Split>(s) != Split::train && counts.at(s) < kFewestForCorrelation) {
        warnings.push_back(concat("task ", elements.tasks[task], ": measured in only ", counted(counts.at(s), "row"),
                                  " of ", name, " (measured rows: ", counts_text(counts),
                                  "); a correlation needs at least ", kFewestForCorrelation));
      }
    }
  }
  return warnings;
}

}  // namespace cre
