#include "qc/describe/controls.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "qc/describe/describe_table.h"

namespace cre {
namespace {

bool looks_like_control(std::string_view text) {
  constexpr std::array<std::string_view, 6> kMarks = {"control", "scrambl", "shuffl", "random", "negctrl", "dinuc"};
  const std::string lower = lower_case(text);
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return lower.find(mark) != std::string::npos; });
}

}  // namespace

std::string controls_text(const DescribedTable& table) {
  std::size_t most = 0, column = 0;
  std::string example;
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    const ColumnRole role = table.roles.columns[i].role;
    if (role != ColumnRole::id && role != ColumnRole::annotation && role != ColumnRole::target_cell) {
      continue;
    }
    const TextColumn& texts = table.sample.columns[i];
    std::size_t rows = 0, first = 0;
    for (std::size_t row = 0; row < texts.rows(); ++row) {
      if (looks_like_control(texts.at(row)) && rows++ == 0) {
        first = row;
      }
    }
    if (rows > most) {
      most = rows;
      column = i;
      example = texts.at(first);
    }
  }
  if (most == 0) {
    return "";
  }
  return concat(grouped(static_cast<std::int64_t>(most)), most == 1 ? " row looks" : " rows look",
                " like controls by column ", table.name_of(column), " ('", shortened(example, 30),
                "'): they are kept; qc.exclude leaves out what should not be learnt from");
}

}  // namespace cre
