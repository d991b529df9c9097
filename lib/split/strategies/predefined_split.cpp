#include "split/strategies/predefined_split.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/error.h"

namespace cre {

namespace {

/// "fold1 (10 rows), fold2 (9), ...": the most common ones first.
std::string found_values(const std::vector<std::string>& column) {
  std::map<std::string, std::size_t> rows;
  for (const std::string& value : column) {
    ++rows[value.empty() ? "nothing" : concat("'", value, "'")];
  }
  std::vector<std::pair<std::string, std::size_t>> order(rows.begin(), rows.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  constexpr std::size_t kShown = 12;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < std::min(kShown, order.size()); ++i) {
    parts.push_back(concat(order[i].first, " (", order[i].second, i == 0 ? " rows)" : ")"));
  }
  if (order.size() > kShown) {
    parts.push_back(concat(order.size() - kShown, " further values"));
  }
  return join(parts, ", ");
}

[[noreturn]] void refuse(const Elements& elements, std::size_t row, const SplitValues& values) {
  const std::string& value = elements.published_split[row];
  fail(ErrorKind::input, "line ", elements.line[row], ", element ", elements.id[row], ": ",
       value.empty() ? "the split column has no value" : concat("split '", value, "' is not allowed"),
       "; allowed: ", allowed_values(values), "; the column holds ", found_values(elements.published_split),
       value.empty() ? "; a published split needs a value in every row, or set split.strategy: random"
                     : "; say which values mean what in split.values: {train: [...], val: [...], test: [...]}");
}

}  // namespace

std::map<std::string, Split> split_of_values(const SplitValues& values) {
  std::map<std::string, Split> out;
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    const auto split = static_cast<Split>(s);
    for (const std::string& value : values.of(split)) {
      out.emplace(comparable_split_value(value), split);
    }
  }
  return out;
}

std::string allowed_values(const SplitValues& values) {
  std::vector<std::string> parts;
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    const auto split = static_cast<Split>(s);
    parts.push_back(concat(split_name(split), " (", join(values.of(split), ", "), ")"));
  }
  return join(parts, ", ");
}

std::vector<Split> predefined_split(const Elements& elements, const SplitValues& values) {
  if (elements.published_split.empty()) {
    fail(ErrorKind::input,
         "split.strategy: predefined needs a split column in the elements; name it in qc.columns.split");
  }
  const std::map<std::string, Split> split_of = split_of_values(values);
  std::vector<Split> splits;
  std::vector<std::size_t> rows(kSplitCount, 0);
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const auto found = split_of.find(comparable_split_value(elements.published_split[row]));
    if (found == split_of.end()) {
      refuse(elements, row, values);
    }
    splits.push_back(found->second);
    ++rows[static_cast<std::size_t>(found->second)];
  }
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    if (rows[s] == 0) {
      const auto split = static_cast<Split>(s);
      fail(ErrorKind::input, "the split column puts no row into ", split_name(split),
           "; train, val and test all need rows; the column holds ", found_values(elements.published_split),
           ", and split.values says ", allowed_values(values), "; set split.strategy: random to draw a split instead");
    }
  }
  return splits;
}

}  // namespace cre
