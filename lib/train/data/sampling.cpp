#include "train/data/sampling.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/random.h"

namespace cre {
namespace {

// The largest measured activity of an element over its tasks, l2fc.
double largest_activity(const Dataset& dataset, std::int64_t row) {
  const std::size_t tasks = dataset.task_count(), first = static_cast<std::size_t>(row) * tasks;
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < tasks; ++k) {
    if (dataset.measured.mask[first + k] != 0) {
      largest = std::max(largest, dataset.measured.activity[first + k]);
    }
  }
  return largest;
}

// An epoch of full length makes so many visits where one of these rows alone makes `visits`.
std::int64_t visits_of_all(std::int64_t visits, const Dataset& dataset, std::size_t rows) {
  const auto unused = std::ranges::count(dataset.measured.split, Split::unused);
  const auto all = static_cast<double>(rows) + static_cast<double>(unused);
  return std::llround(static_cast<double>(visits) * all / static_cast<double>(rows));
}

// Bins of equal width between the smallest and the largest value; those without rows are left out, and so are rows
// without any measured value, which teach nothing.
std::vector<std::vector<std::int64_t>> activity_bins(const Dataset& dataset, std::span<const std::int64_t> all_rows,
                                                     std::int64_t bins) {
  std::vector<std::int64_t> rows;
  std::vector<double> values;
  for (const std::int64_t row : all_rows) {
    const double value = largest_activity(dataset, row);
    if (std::isinf(value)) {
      continue;
    }
    rows.push_back(row);
    values.push_back(value);
  }
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double width = (*high - *low) / static_cast<double>(bins);
  std::vector<std::vector<std::int64_t>> filled(static_cast<std::size_t>(bins));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double place = width > 0.0 ? std::floor((values[i] - *low) / width) : 0.0;
    filled[static_cast<std::size_t>(std::min(place, static_cast<double>(bins - 1)))].push_back(rows[i]);
  }
  std::erase_if(filled, [](const auto& bin) { return bin.empty(); });
  return filled;
}

}  // namespace

void describe(Description& d, SamplingConfig& c) {
  d.number("twice_from", c.twice_from, Limits{}, "l2fc",
           "Visit elements twice an epoch that are at least so active in some task; null = once");
  d.flag("both_strands", c.both_strands, "Visit each element once as given and once as its reverse complement");
  d.integer("balance_bins", c.balance_bins, between(0, 1000), "bins",
            "Draw elements with replacement so that so many bins of the largest activity are visited equally; 0 = each "
            "element once");
  d.flag("full_epochs", c.full_epochs,
         "With split.train_fraction: visit the rows that are left so often that an epoch has as many steps as with all "
         "training rows, so that schedule and patience mean the same");
  d.rule([&c](const Place& place) {
    if (c.balance_bins > 0 && c.twice_from) {
      place.child("twice_from").fail("goes together with balance_bins 0 only: balanced draws decide how often");
    }
  });
}

Sampler::Sampler(const SamplingConfig& config, const Dataset& dataset, std::span<const std::int64_t> rows)
    : config_(config) {
  const std::int64_t strands = config.both_strands ? 2 : 1;
  if (config.balance_bins > 0) {
    bins_ = activity_bins(dataset, rows, config.balance_bins);
    const auto draws = static_cast<std::int64_t>(rows.size());
    count_ = strands * (config.full_epochs ? visits_of_all(draws, dataset, rows.size()) : draws);
    return;
  }
  for (const std::int64_t row : rows) {
    const bool twice = config.twice_from && largest_activity(dataset, row) >= *config.twice_from;
    for (std::int64_t copy = 0; copy < strands * (twice ? 2 : 1); ++copy) {
      once_.push_back({row, copy});
    }
  }
  count_ = static_cast<std::int64_t>(once_.size());
  if (config.full_epochs && count_ > 0) {
    count_ = visits_of_all(count_, dataset, rows.size());
  }
}

std::int64_t Sampler::visits_per_epoch() const {
  return count_;
}

std::vector<Visit> Sampler::visits(std::uint64_t seed, std::int64_t epoch) const {
  return bins_.empty() ? repeated(seed, epoch) : balanced(seed, epoch);
}

std::vector<Visit> Sampler::repeated(std::uint64_t seed, std::int64_t epoch) const {
  constexpr std::int64_t kMostCopies = 4;  // even, so that the parity of a copy stays its strand
  std::vector<Visit> all;
  for (std::int64_t repeat = 0; std::ssize(all) < count_; ++repeat) {
    std::vector<Visit> some = once_;
    const std::int64_t left = count_ - std::ssize(all);
    if (left < std::ssize(once_)) {  // others in each epoch
      RandomStream stream(RandomPurpose::sampling, seed, static_cast<std::uint64_t>(epoch));
      std::vector<std::int64_t> drawn = random_permutation(once_.size(), stream);
      drawn.resize(static_cast<std::size_t>(left));
      std::ranges::sort(drawn);
      some.clear();
      for (const std::int64_t i : drawn) {
        some.push_back(once_[static_cast<std::size_t>(i)]);
      }
    }
    for (const Visit& visit : some) {
      all.push_back({visit.row, visit.copy + kMostCopies * repeat});
    }
  }
  return all;
}

std::vector<Visit> Sampler::balanced(std::uint64_t seed, std::int64_t epoch) const {
  const std::int64_t strands = config_.both_strands ? 2 : 1;
  RandomStream stream(RandomPurpose::sampling, seed, static_cast<std::uint64_t>(epoch));
  std::vector<Visit> drawn;
  for (std::int64_t i = 0; i < count_ / strands; ++i) {
    const auto& bin = bins_[static_cast<std::size_t>(i) % bins_.size()];
    const std::int64_t row = bin[static_cast<std::size_t>(stream.below(bin.size()))];
    // An element may be drawn often: i tells its visits apart.
    for (std::int64_t strand = 0; strand < strands; ++strand) {
      drawn.push_back({row, strands * i + strand});
    }
  }
  return drawn;
}

}  // namespace cre
