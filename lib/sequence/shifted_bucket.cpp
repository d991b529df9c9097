#include "sequence/shifted_bucket.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "sequence/near_bucket.h"

namespace cre {

namespace {

constexpr std::size_t kVeryFewSeeds = 16;   // need no bookkeeping
constexpr std::size_t kFewSeeds = 64;       // are compared with all others
constexpr std::size_t kComparedFirst = 32;  // before places are taken in pairs

}  // namespace

bool ShiftedBucket::may_overlap(const Seed& a, const Seed& b) const {
  const std::size_t shift = a.place > b.place ? a.place - b.place : b.place - a.place;
  return shift > 0 && shift <= most_shift_;
}

bool ShiftedBucket::overlap(const Seed& a, const Seed& b) const {
  return a.place > b.place ? planes_.shifted_distance(a.entry, b.entry, a.place - b.place) <= most_
                           : planes_.shifted_distance(b.entry, a.entry, b.place - a.place) <= most_;
}

void ShiftedBucket::connect(std::span<const Seed> seeds, std::vector<NearRows>& found) {
  if (seeds.size() < 2 || seeds.front().place == seeds.back().place) {
    return;  // an adaptor, for instance: nothing is shifted
  }
  seeds_ = seeds;
  if (seeds.size() <= kVeryFewSeeds) {
    connect_few(found);
    return;
  }
  std::vector<std::uint32_t> rows;
  std::transform(seeds.begin(), seeds.end(), std::back_inserter(rows), [&](const Seed& one) { return row(one); });
  sets_.emplace(rows, family_, found);
  Members all(seeds.size());
  std::iota(all.begin(), all.end(), 0U);
  Members outside = sets_->outside_largest(all);
  if (outside.size() > kFewSeeds) {
    for (std::size_t i = 0; i < kComparedFirst; ++i) {
      compare_with_all(outside[i * outside.size() / kComparedFirst]);
    }
    outside = sets_->outside_largest(all);
  }
  if (outside.size() > kFewSeeds) {
    connect_places();
    return;
  }
  for (const std::uint32_t member : outside) {
    compare_with_all(member);
  }
}

void ShiftedBucket::connect_few(std::vector<NearRows>& found) const {
  for (std::size_t a = 0; a < seeds_.size(); ++a) {
    for (std::size_t b = a + 1; b < seeds_.size(); ++b) {
      const std::uint32_t one = row(seeds_[a]), other = row(seeds_[b]);
      if (may_overlap(seeds_[a], seeds_[b]) && family_[one] != family_[other] && overlap(seeds_[a], seeds_[b])) {
        found.emplace_back(one, other);
      }
    }
  }
}

void ShiftedBucket::compare_with_all(std::uint32_t member) {
  for (std::uint32_t other = 0; other < seeds_.size(); ++other) {
    if (may_overlap(seeds_[member], seeds_[other]) && !sets_->are_connected(member, other) &&
        overlap(seeds_[member], seeds_[other])) {
      sets_->merge(member, other);
    }
  }
}

/// Every two places that are near enough: the entries of one against those of the other.
void ShiftedBucket::connect_places() {
  std::vector<Members> of_place;
  for (std::uint32_t member = 0; member < seeds_.size(); ++member) {
    if (member == 0 || seeds_[member].place != seeds_[member - 1].place) {
      of_place.emplace_back();
    }
    of_place.back().push_back(member);
  }
  for (std::size_t right = 0; right < of_place.size(); ++right) {
    for (std::size_t left = right + 1; left < of_place.size(); ++left) {
      if (may_overlap(seeds_[of_place[left].front()], seeds_[of_place[right].front()])) {
        connect_sides(of_place[left], of_place[right]);
      }
    }
  }
}

/// The places of `left` are behind those of `right`, by one number: what overlaps is compared as rows of its own.
void ShiftedBucket::connect_sides(const Members& left, const Members& right) {
  const std::size_t shift = seeds_[left.front()].place - seeds_[right.front()].place;
  const std::size_t length = planes_.length() - shift;
  Members members = left;
  members.insert(members.end(), right.begin(), right.end());
  if (sets_->outside_largest(members).empty()) {
    return;
  }
  std::vector<std::uint8_t> codes;
  codes.reserve(members.size() * length);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::size_t begin = i < left.size() ? shift : 0;
    for (std::size_t p = 0; p < length; ++p) {
      codes.push_back(planes_.base(seeds_[members[i]].entry, begin + p));
    }
  }
  const BasePlanes overlaps(codes, length, false, 1);
  std::vector<std::uint32_t> numbers(members.size()), set(members.size());
  std::iota(numbers.begin(), numbers.end(), 0U);
  std::transform(members.begin(), members.end(), set.begin(), [&](std::uint32_t member) { return sets_->set(member); });
  std::vector<NearRows> found;
  NearBucket(overlaps, set, most_).connect_sides(numbers, left.size(), found);
  for (const auto& [a, b] : found) {
    sets_->merge(members[a], members[b]);
  }
}

}  // namespace cre
