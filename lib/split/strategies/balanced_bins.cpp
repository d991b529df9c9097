#include "split/strategies/balanced_bins.h"

#include <algorithm>

namespace cre {

namespace {

std::vector<double> totals_of(const RowCategories& categories) {
  std::vector<double> totals;
  for (std::size_t category = 0; category < categories.size(); ++category) {
    totals.push_back(categories.total(category));
  }
  return totals;
}

double all_rows(const GroupList& groups) {
  std::size_t rows = 0;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    rows += groups.row_count(group);
  }
  return static_cast<double>(rows);
}

/// Change of (held - aim)^2 / aim by `added`.
double change(double held, double added, double aim) {
  return aim > 0.0 ? added * (2.0 * (held - aim) + added) / aim : 0.0;
}

}  // namespace

BalancedBins::BalancedBins(const GroupList& groups, const RowCategories& categories, const std::vector<double>& shares)
    : BalancedBins(groups, categories, shares, all_rows(groups), totals_of(categories)) {}

BalancedBins::BalancedBins(const GroupList& groups, const RowCategories& categories, const std::vector<double>& shares,
                           double rows, const std::vector<double>& totals)
    : groups_(groups), categories_(categories), totals_(totals) {
  for (const double share : shares) {
    bins_.push_back({share, share * rows, 0.0, std::vector<double>(totals.size(), 0.0)});
  }
}

void BalancedBins::count(std::size_t group) {
  counted_.clear();
  for (const std::size_t row : groups_.rows(group)) {
    for (const std::uint32_t category : categories_.of(row)) {
      counted_.emplace_back(category, 1.0);
    }
  }
  std::sort(counted_.begin(), counted_.end());
  std::size_t kept = 0;
  for (std::size_t i = 1; i < counted_.size(); ++i) {
    if (counted_[i].first == counted_[kept].first) {
      counted_[kept].second += counted_[i].second;
    } else {
      counted_[++kept] = counted_[i];
    }
  }
  counted_.resize(kept + 1);
}

double BalancedBins::worsening(const Bin& bin, double group_rows) const {
  double sum = change(bin.rows, group_rows, bin.aim_rows);
  for (const auto& [category, rows] : counted_) {
    sum += change(bin.held[category], rows, bin.share * totals_[category]);
  }
  return sum;
}

void BalancedBins::add_counted(Bin& bin, double group_rows) const {
  bin.rows += group_rows;
  for (const auto& [category, rows] : counted_) {
    bin.held[category] += rows;
  }
}

std::size_t BalancedBins::place(std::size_t group) {
  count(group);
  const auto rows = static_cast<double>(groups_.row_count(group));
  std::size_t best = 0;
  double least = worsening(bins_[0], rows);
  for (std::size_t bin = 1; bin < bins_.size(); ++bin) {
    const double sum = worsening(bins_[bin], rows);
    if (sum < least) {
      best = bin;
      least = sum;
    }
  }
  add_counted(bins_[best], rows);
  return best;
}

void BalancedBins::put(std::size_t group, std::size_t bin) {
  count(group);
  add_counted(bins_[bin], static_cast<double>(groups_.row_count(group)));
}

}  // namespace cre
