#include "sequence/member_sets.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace cre {

MemberSets::MemberSets(std::span<const std::uint32_t> row, std::span<const std::uint32_t> family,
                       std::vector<NearRows>& found)
    : row_(row.begin(), row.end()), sets_(row.size()), found_(&found) {
  std::unordered_map<std::uint32_t, std::uint32_t> first;
  for (std::uint32_t member = 0; member < row_.size(); ++member) {
    const auto [known, is_new] = first.emplace(family[row_[member]], member);
    if (!is_new) {
      sets_.merge(known->second, member);
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
  std::unordered_map<std::size_t, std::size_t> size;
  std::size_t largest = 0, most = 0;
  for (const std::uint32_t member : members) {
    const std::size_t set = sets_.find(member);
    const std::size_t now = ++size[set];
    if (now > most) {
      most = now;
      largest = set;
    }
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
