#include "qc/usable_elements.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/error.h"
#include "core/first_equal.h"

namespace cre {
namespace {

namespace fs = std::filesystem;

void check_any_kept(const KeptElements& elements, const Rejections& rejections, const fs::path& table) {
  if (elements.rows() > 0) {
    return;
  }
  std::map<std::string_view, std::size_t> counts;
  for (std::size_t i = 0; i < rejections.size(); ++i) {
    ++counts[rejections.code(i)];
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::size_t first = 0;
  while (rejections.code(first) != most->first) {
    ++first;
  }
  fail(ErrorKind::input, table, ": all ", rejections.size(), " rows are rejected, ", most->second, " of them as ",
       most->first, " (line ", rejections.line(first), ": ", rejections.detail(first),
       "); at least one good row is needed");
}

void check_unique_ids(const KeptElements& elements, const QcConfig& config, const fs::path& table, unsigned threads) {
  const std::vector<std::uint32_t> first = first_equal(
      elements.rows(), [&](std::size_t row) { return quick_hash(elements.id[row]); },
      [&](std::size_t a, std::size_t b) { return elements.id[a] == elements.id[b]; }, threads);
  std::size_t repeats = 0;
  std::optional<std::size_t> first_repeat;
  for (std::size_t row = 0; row < first.size(); ++row) {
    if (first[row] == row) {
      continue;
    }
    ++repeats;
    if (!first_repeat) {
      first_repeat = row;
    }
  }
  if (repeats == 0) {
    return;
  }
  const std::size_t again = *first_repeat;
  const std::size_t before = first[again];
  fail(ErrorKind::input, table, ": ", line_text(elements, again), ", column ", config.columns.id.value_or(""), ": id ",
       quoted_value(elements.id[again]), " is also on ", line_text(elements, before), " (", repeats,
       " rows repeat an id); ids must be unique: name another column in qc.columns.id, or null for row numbers");
}

void check_variation(const KeptElements& elements, std::size_t task, const QcConfig& config, const fs::path& table) {
  std::optional<double> first;
  for (std::size_t row = 0; row < elements.rows(); ++row) {
    const std::size_t i = row * elements.task_count() + task;
    if (!elements.is_measured(i)) {
      continue;
    }
    if (first && *first != elements.activity[i]) {
      return;
    }
    first = elements.activity[i];
  }
  const std::string column = config.tasks[task].activity.text();
  const std::string& name = config.tasks[task].name;
  if (!first) {
    fail(ErrorKind::input, table, ": column ", column, ": task ", name, " has no measured value in the ",
         grouped(elements.rows()), " kept rows; values that differ are needed");
  }
  fail(ErrorKind::input, table, ": column ", column, ": task ", name, " has the value ", *first, " in all ",
       grouped(elements.rows()), " kept rows; values that differ are needed");
}

}  // namespace

void check_usable(const KeptElements& elements, const Rejections& rejections, const QcConfig& config,
                  const fs::path& table, unsigned threads) {
  check_any_kept(elements, rejections, table);
  check_unique_ids(elements, config, table, threads);
  for (std::size_t task = 0; task < elements.task_count(); ++task) {
    check_variation(elements, task, config, table);
  }
}

}  // namespace cre
