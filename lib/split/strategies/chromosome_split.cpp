#include "split/strategies/chromosome_split.h"

#include <algorithm>
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

std::map<std::string, Split> split_of_chromosomes(const Elements& elements, const SplitChromosomes& chromosomes,
                                                  const std::vector<std::string>& present) {
  std::map<std::string, Split> out;
  for (const Split split : {Split::val, Split::test}) {
    for (const std::string& name : chromosomes.of(split)) {
      out[present_chromosome(name, present, elements, split_name(split))] = split;
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> comparable_chromosomes(const Elements& elements, const SplitConfig& config) {
  if (elements.chromosome.empty()) {
    fail(ErrorKind::input, "split.strategy: ", strategy_name(config.strategy),
         " needs the chromosomes of the elements; name qc.columns.chromosome or region");
  }
  std::vector<std::string> names(elements.rows());
  std::transform(elements.chromosome.begin(), elements.chromosome.end(), names.begin(), comparable_chromosome);
  return names;
}

std::string present_chromosome(const std::string& name, const std::vector<std::string>& present,
                               const Elements& elements, const std::string& place) {
  std::string wanted = comparable_chromosome(name);
  if (std::find(present.begin(), present.end(), wanted) == present.end()) {
    fail(ErrorKind::input, "split.chromosomes: no row is on '", name, "' (", place, "); the elements are on ",
         chromosomes_of(elements));
  }
  return wanted;
}

ChromosomeSplit chromosome_split(const Elements& elements, const std::vector<std::int64_t>& groups,
                                 const SplitConfig& config) {
  const std::vector<std::string> chromosomes = comparable_chromosomes(elements, config);
  const std::map<std::string, Split> split_of = split_of_chromosomes(elements, config.chromosomes, chromosomes);
  ChromosomeSplit out;
  std::vector<std::optional<Split>> own;
  for (std::size_t row = 0; row < chromosomes.size(); ++row) {
    const auto found = split_of.find(chromosomes[row]);
    own.emplace_back(found == split_of.end() ? Split::train : found->second);
    out.unplaced += elements.chromosome[row].empty() ? 1 : 0;
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
