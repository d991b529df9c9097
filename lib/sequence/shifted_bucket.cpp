#include "sequence/shifted_bucket.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <vector>

namespace cre {

namespace {

constexpr std::size_t kVeryFewSeeds = 16;   // need no bookkeeping
constexpr std::size_t kFewSeeds = 512;      // are compared with all others
constexpr std::size_t kComparedFirst = 32;  // before the rest counts as crowded

}  // namespace

bool ShiftedBucket::may_overlap(const Seed& a, const Seed& b) const {
  const std::size_t shift = a.place > b.place ? a.place - b.place : b.place - a.place;
  return shift > 0 && shift <= most_shift_;
}

bool ShiftedBucket::overlap(const Seed& a, const Seed& b) const {
  return a.place > b.place ? planes_.shifted_distance(a.entry, b.entry, a.place - b.place) <= most_
                           : planes_.shifted_distance(b.entry, a.entry, b.place - a.place) <= most_;
}

void ShiftedBucket::connect(std::span<const Seed> seeds, std::vector<NearRows>& found, CrowdedSeeds& crowded) {
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
    add_to(crowded);
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

void ShiftedBucket::add_to(CrowdedSeeds& crowded) const {
  std::vector<std::uint32_t> places;
  for (const Seed& one : seeds_) {
    crowded.entries.push_back(one.entry);
    if (places.empty() || places.back() != one.place) {
      places.push_back(one.place);
    }
  }
  crowded.shift.resize(most_shift_ + 1, false);
  for (std::size_t a = 0; a < places.size(); ++a) {
    for (std::size_t b = a + 1; b < places.size() && places[b] - places[a] <= most_shift_; ++b) {
      crowded.shift[places[b] - places[a]] = true;
    }
  }
}

}  // namespace cre
