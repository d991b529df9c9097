#include "qc/merging/merge_duplicates.h"

#include <numeric>

#include "core/text.h"
#include "qc/duplicates.h"
#include "qc/element_weights.h"
#include "qc/merging/differing_facts.h"
#include "qc/merging/merge_values.h"
#include "qc/merging/row_groups.h"

namespace cre {
namespace {

void merge_task(KeptElements& elements, std::span<const std::size_t> copies, std::size_t task, MergeMethod method) {
  const auto place = [&](std::size_t row) { return row * elements.task_count() + task; };
  std::vector<double> values, errors;
  for (const std::size_t row : copies) {
    if (elements.is_measured(place(row))) {
      values.push_back(elements.activity[place(row)]);
      errors.push_back(elements.standard_error[place(row)]);
    }
  }
  if (values.empty()) {
    return;
  }
  const MergedValue merged = merge_values(values, errors, method);
  const std::size_t carrier = place(copies.front());
  elements.activity.set(carrier, merged.value);
  elements.standard_error.set(carrier, merged.error);
}

}  // namespace

DuplicateMerge merge_duplicates(KeptElements& elements, const QcConfig& config) {
  DuplicateMerge out;
  if (config.duplicates == DuplicateMode::keep) {
    return out;
  }
  std::vector<std::size_t> all(elements.rows());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const RowGroups groups = rows_of_equal_sequences(elements, all);
  out.findings =
      differing_facts(elements, groups, "contradicting_duplicates", "rows with one sequence, which are merged,");
  std::vector<std::size_t> carrier = all;
  for (std::size_t i = 0; i < groups.count(); ++i) {
    for (std::size_t task = 0; task < elements.task_count(); ++task) {
      merge_task(elements, groups.group(i), task, merge_method(config.duplicates));
    }
    for (const std::size_t row : groups.group(i)) {
      carrier[row] = groups.group(i).front();
    }
  }
  std::vector<std::size_t> kept;
  for (const std::size_t row : all) {
    if (carrier[row] == row) {
      kept.push_back(row);
      continue;
    }
    out.merged.add({elements.line[row], std::string(elements.id[row]), kMergedDuplicate,
                    concat("the sequence of ", elements.id[carrier[row]], ", ", line_text(elements, carrier[row])),
                    source_of(elements, row)});
  }
  keep_rows(elements, kept, elements.task_count());
  elements.sequences.keep(kept);
  for (std::uint32_t& flags : elements.flags) {
    flags &= ~std::uint32_t{kDuplicate};
  }
  weigh_elements(elements, config);
  return out;
}

}  // namespace cre
