#include "split/strategies/chromosome_split.h"

#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/error.h"
#include "core/text.h"
#include "split/strategies/base_split.h"

namespace cre {

namespace {

std::string chromosomes_of(const Elements& elements) {
  std::set<std::string> names(elements.chromosome.begin(), elements.chromosome.end());
  names.erase("");
  return join({names.begin(), names.end()}, ", ");
}

std::map<std::string, Split> split_of_chromosomes(const Elements& elements, const SplitChromosomes& chromosomes) {
  std::set<std::string> known;
  for (const std::string& name : elements.chromosome) {
    known.insert(comparable_chromosome(name));
  }
  std::map<std::string, Split> out;
  for (const Split split : {Split::val, Split::test}) {
    for (const std::string& name : chromosomes.of(split)) {
      if (!known.contains(comparable_chromosome(name))) {
        fail(ErrorKind::input, "split.chromosomes: no row is on '", name, "' (", split_name(split),
             "); the elements are on ", chromosomes_of(elements));
      }
      out[comparable_chromosome(name)] = split;
    }
  }
  return out;
}

}  // namespace

ChromosomeSplit chromosome_split(const Elements& elements, const std::vector<std::int64_t>& groups,
                                 const SplitChromosomes& chromosomes) {
  if (elements.chromosome.empty()) {
    fail(ErrorKind::input,
         "split.strategy: chromosome needs the chromosomes of the elements; name qc.columns.chromosome or region");
  }
  const std::map<std::string, Split> split_of = split_of_chromosomes(elements, chromosomes);
  ChromosomeSplit out;
  std::vector<std::optional<Split>> own;
  for (const std::string& name : elements.chromosome) {
    const auto found = split_of.find(comparable_chromosome(name));
    own.emplace_back(found == split_of.end() ? Split::train : found->second);
    out.unplaced += name.empty() ? 1 : 0;
  }
  const std::vector<std::optional<Split>> followed = follow_groups(groups, own);
  for (std::size_t row = 0; row < own.size(); ++row) {
    out.split.push_back(*followed[row]);
    out.followed += followed[row] != own[row] ? 1 : 0;
  }
  for (const Split split : {Split::train, Split::val}) {
    if (std::find(out.split.begin(), out.split.end(), split) == out.split.end()) {
      fail(ErrorKind::input, "split ", split_name(split),
           " got no row: all rows of its chromosomes are in a group with ",
           "rows of stricter splits, or are named for those");
    }
  }
  return out;
}

}  // namespace cre
