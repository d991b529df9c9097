#include "split/reports/large_groups.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "split/reports/shared_segment.h"

namespace cre {

namespace {

constexpr std::size_t kMostWarnings = 3;

struct LargeGroup {
  std::int64_t number = 0;
  std::vector<std::size_t> rows;

  double share_of(const Elements& elements) const {
    return static_cast<double>(rows.size()) / static_cast<double>(elements.rows());
  }
};

/// Those with more than this share of all rows, the largest first.
std::vector<LargeGroup> groups_above(double share, const Elements& elements, const std::vector<std::int64_t>& groups) {
  std::vector<std::size_t> size;
  for (const std::int64_t group : groups) {
    size.resize(std::max(size.size(), static_cast<std::size_t>(group) + 1), 0);
    ++size[static_cast<std::size_t>(group)];
  }
  std::vector<LargeGroup> out;
  for (std::size_t group = 0; group < size.size(); ++group) {
    if (size[group] > 1 && static_cast<double>(size[group]) > share * static_cast<double>(elements.rows())) {
      out.push_back({static_cast<std::int64_t>(group), {}});
    }
  }
  std::ranges::stable_sort(out, std::greater{},
                           [&](const LargeGroup& one) { return size[static_cast<std::size_t>(one.number)]; });
  for (LargeGroup& one : out) {
    for (std::size_t row = 0; row < groups.size(); ++row) {
      if (groups[row] == one.number) {
        one.rows.push_back(row);
      }
    }
  }
  return out;
}

/// The value that most of the rows have, and how many; an empty one is none.
std::pair<std::string, std::size_t> most_common(const std::vector<std::string>& values,
                                                const std::vector<std::size_t>& rows) {
  std::map<std::string, std::size_t> counts;
  std::pair<std::string, std::size_t> best;
  for (const std::size_t row : rows) {
    if (!values[row].empty() && ++counts[values[row]] > best.second) {
      best = {values[row], counts[values[row]]};
    }
  }
  return best;
}

/// From where to where those rows lie that are on this chromosome.
std::string stretch(const Elements& elements, const std::vector<std::size_t>& rows, const std::string& chromosome) {
  std::int64_t begin = -1, end = 0;
  for (const std::size_t row : rows) {
    if (elements.chromosome[row] == chromosome && elements.start[row] != kNoPosition) {
      begin = begin < 0 ? elements.start[row] : std::min(begin, elements.start[row]);
      end = std::max(end, elements.end[row]);
    }
  }
  return concat(chromosome, " from ", grouped(begin), " to ", grouped(end));
}

std::string cause_of(const LargeGroup& group, const Elements& elements, const SplitConfig& config) {
  const auto is_most = [&](std::size_t count) { return 2 * count >= group.rows.size(); };
  const auto share = [&](std::size_t count) {
    return percent_text(static_cast<double>(count) / static_cast<double>(group.rows.size()));
  };
  if (config.groups_by(GroupBy::column)) {
    const auto [value, count] = most_common(elements.group_name, group.rows);
    if (is_most(count)) {
      return concat(share(count), " of them have '", value, "' in the group column (qc.columns.group)");
    }
  }
  const SharedSegment segment = shared_segment(elements, group.rows, config.both_strands);
  if (segment.share < 0.5 && config.groups_by(GroupBy::interval) && !elements.start.empty()) {
    const auto [chromosome, count] = most_common(elements.chromosome, group.rows);
    if (is_most(count)) {
      return concat(share(count), " of them lie on ", stretch(elements, group.rows, chromosome),
                    ", each near the next one (split.max_distance)");
    }
  }
  return text_of(segment);
}

std::string size_text(const LargeGroup& group, const Elements& elements) {
  return concat("one group (", group.number, ") has ", grouped(group.rows.size()), " of ", grouped(elements.rows()),
                " rows (", percent_text(group.share_of(elements)), ")");
}

}  // namespace

void check_fractions_possible(const Elements& elements, const std::vector<std::int64_t>& groups,
                              const SplitConfig& config) {
  const double most = std::max({config.fractions.train, config.fractions.val, config.fractions.test});
  const std::vector<LargeGroup> large = groups_above(most + config.tolerance, elements, groups);
  if (!large.empty()) {
    fail(ErrorKind::input, size_text(large.front(), elements), ", and a group stays in one split: of split.fractions ",
         config.fractions.train, ", ", config.fractions.val, ", ", config.fractions.test, " none, with a tolerance of ",
         config.tolerance, ", has room for it; ", cause_of(large.front(), elements, config),
         "; choose another split.group_by, or fractions that such a group fits");
  }
}

std::vector<std::string> large_group_warnings(const Elements& elements, const std::vector<std::int64_t>& groups,
                                              const SplitConfig& config) {
  const std::vector<LargeGroup> large = groups_above(config.max_group_fraction, elements, groups);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(kMostWarnings, large.size()); ++i) {
    out.push_back(concat(size_text(large[i], elements), ", more than split.max_group_fraction, ",
                         percent_text(config.max_group_fraction), ": ", cause_of(large[i], elements, config)));
  }
  if (large.size() > kMostWarnings) {
    out.push_back(concat(counted(large.size() - kMostWarnings, "more group"), " above split.max_group_fraction"));
  }
  return out;
}

}  // namespace cre
