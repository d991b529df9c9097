#pragma once
// How much each member of an ensemble counts, chosen by validation rows.

#include <cstddef>
#include <vector>

namespace cre {

struct SelectedVotes {
  std::vector<double> votes;        // (members) how often each was chosen; all 1 where no correlation is defined
  std::vector<double> val_pearson;  // (members) of each alone, mean over tasks; NaN where undefined
  double selected_pearson = 0.0;    // of the mean weighted by votes
  double equal_pearson = 0.0;       // of the plain mean
};

/// Greedy selection with replacement (Caruana et al. 2004): the member is added whose addition gives the mean of all
/// that were added the largest Pearson correlation, mean over tasks, and so on for `rounds`; the round with the largest
/// counts, the first of equal ones. Of equal members the first is taken, so the order of members decides between them
/// alone. Tasks in which a member or the measurement is constant do not count there.
/// `members` (M)(n, K) predictions of n rows; `measured` (n, K), NaN where masked.
SelectedVotes selected_votes(const std::vector<std::vector<float>>& members, const std::vector<double>& measured,
                             std::size_t tasks, std::size_t rounds = 100);

}  // namespace cre
