#pragma once
// Groups given to bins one after the other, so that each bin comes near its share of the rows and of every category.

#include <cstddef>
#include <utility>
#include <vector>

#include "split/strategies/group_list.h"
#include "split/strategies/row_categories.h"

namespace cre {

class BalancedBins {
 public:
  /// A bin for every share; of `rows` rows altogether, which have the categories `totals` (categories).
  BalancedBins(const GroupList& groups, const RowCategories& categories, const std::vector<double>& shares, double rows,
               const std::vector<double>& totals);
  /// The same of all rows.
  BalancedBins(const GroupList& groups, const RowCategories& categories, const std::vector<double>& shares);

  /// Gives a group to the bin where it least worsens sum((held - aim)^2 / aim) over rows and categories, the first of
  /// equal ones, and says which.
  std::size_t place(std::size_t group);
  void put(std::size_t group, std::size_t bin);
  double rows_in(std::size_t bin) const { return bins_[bin].rows; }

 private:
  struct Bin {
    double share = 0.0, aim_rows = 0.0, rows = 0.0;
    std::vector<double> held;  // (categories)
  };

  /// Puts the categories of a group into `counted_`, each once.
  void count(std::size_t group);
  double worsening(const Bin& bin, double group_rows) const;
  void add_counted(Bin& bin, double group_rows) const;

  const GroupList& groups_;
  const RowCategories& categories_;
  std::vector<double> totals_;  // (categories)
  std::vector<Bin> bins_;
  std::vector<std::pair<std::size_t, double>> counted_;  // category and rows of the group in question
};

}  // namespace cre
