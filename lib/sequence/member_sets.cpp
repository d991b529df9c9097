#include "sequence/member_sets.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cre {

MemberSets::MemberSets(std::span<const std::uint32_t> row, std::span<const std::uint32_t> family,
                       std::vector<NearRows>& found)
    : row_(row.begin(), row.end()), sets_(row.size()), size_(row.size()), found_(&found) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_family;
  by_family.reserve(row_.size());
  for (std::uint32_t member = 0; member < row_.size(); ++member) {
    by_family.emplace_back(family[row_[member]], member);
  }
  std::sort(by_family.begin(), by_family.end());
  for (std::size_t i = 1; i < by_family.size(); ++i) {
    if (by_family[i].first == by_family[i - 1].first) {
      sets_.merge(by_family[i - 1].second, by_family[i].second);
    }
  }
}

void MemberSets::merge(std::uint32_t a, std::uint32_t b) {
  if (!are_connected(a, b)) {
    sets_.merge(a, b);
    found_->emplace_back(row_[a], row_[b]);
  }
}

Members MemberSets::outside_largest(const Members& members) {
  std::size_t largest = 0, most = 0;
  for (const std::uint32_t member : members) {
    const std::size_t set = sets_.find(member);
    if (++size_[set] > most) {
      most = size_[set];
      largest = set;
    }
  }
  for (const std::uint32_t member : members) {
    size_[sets_.find(member)] = 0;
  }
  Members outside;
  std::copy_if(members.begin(), members.end(), std::back_inserter(outside),
               [&](std::uint32_t member) { return sets_.find(member) != largest; });
  return outside;
}

RowFamilies::RowFamilies(UnionFind& sets, std::size_t rows) : sets_(sets), number_(rows) {
  read();
}

void RowFamilies::merge(const std::vector<std::vector<NearRows>>& found) {
  for (const std::vector<NearRows>& pairs : found) {
    for (const auto& [a, b] : pairs) {
      sets_.merge(a, b);
    }
  }
  read();
}

void RowFamilies::read() {
  for (std::size_t row = 0; row < number_.size(); ++row) {
    number_[row] = static_cast<std::uint32_t>(sets_.find(row));
  }
}

}  // namespace cre
