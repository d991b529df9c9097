#include "qc/merging/differing_facts.h"

#include <cmath>
#include <string_view>
#include <type_traits>

#include "core/text.h"

namespace cre {
namespace {

template <class Value>
bool are_same(const Value& a, const Value& b) {
  if constexpr (std::is_floating_point_v<Value>) {
    return a == b || (std::isnan(a) && std::isnan(b));
  } else {
    return a == b;
  }
}

struct Differences {
  std::int64_t groups = 0;
  std::size_t first = 0, other = 0;  // rows of the first of them
};

template <class Column>
Differences differences(const Column& column, const RowGroups& groups) {
  Differences out;
  for (std::size_t i = 0; !column.empty() && i < groups.count(); ++i) {
    for (const std::size_t row : groups.group(i)) {
      if (are_same(column[row], column[groups.group(i).front()])) {
        continue;
      }
      if (out.groups++ == 0) {
        out.first = groups.group(i).front();
        out.other = row;
      }
      break;
    }
  }
  return out;
}

}  // namespace

Findings differing_facts(const PackedFacts& facts, const RowGroups& groups, const char* code, const char* what) {
  Findings findings;
  const auto add = [&](std::string_view name, const Differences& found) {
    if (found.groups == 0) {
      return;
    }
    findings.push_back({code, concat(what, " differ in the column for ", name, " (", counted(found.groups, "element"),
                                     ", for instance lines ", facts.line[found.first], " and ", facts.line[found.other],
                                     "); the first row's value is kept")});
  };
  visit_facts<PackedColumns>([&](const char* name, auto member, Presence, const char*) {
    const std::string_view column = name + 1;  // "/target_cell"
    if (column != "line" && column != "flags") {
      add(column, differences(facts.*member, groups));
    }
  });
  for (const Stratum& stratum : facts.strata) {
    add(stratum.name, differences(stratum.level, groups));
  }
  return findings;
}

}  // namespace cre
