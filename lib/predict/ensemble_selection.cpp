#include "predict/ensemble_selection.h"

#include <cmath>
#include <limits>

#include "core/error.h"

namespace cre {

namespace {

constexpr double kRounding = 1e-12;
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Sums of products of one task, of which the correlation of every weighted mean of the members follows.
struct TaskSums {
  double measured = 0.0;             // of its squares
  std::vector<double> with_members;  // (M)
  std::vector<double> members;       // (M, M)
};

TaskSums sums_of(const std::vector<std::vector<float>>& members, const std::vector<double>& measured, std::size_t tasks,
                 std::size_t task) {
  const std::size_t count = members.size();
  std::vector<std::size_t> at;
  for (std::size_t i = task; i < measured.size(); i += tasks) {
    if (!std::isnan(measured[i])) {
      at.push_back(i);
    }
  }
  const auto centred = [&](const auto& values) {
    std::vector<double> out;
    double mean = 0.0;
    for (const std::size_t i : at) {
      mean += static_cast<double>(values[i]) / static_cast<double>(at.size());
    }
    for (const std::size_t i : at) {
      out.push_back(static_cast<double>(values[i]) - mean);
    }
    return out;
  };
  const auto product = [&](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      sum += a[i] * b[i];
    }
    return sum;
  };
  std::vector<std::vector<double>> x;
  for (const std::vector<float>& member : members) {
    x.push_back(centred(member));
  }
  const std::vector<double> y = centred(measured);
  TaskSums sums{.measured = product(y, y), .with_members = {}, .members = {}};
  for (std::size_t a = 0; a < count; ++a) {
    sums.with_members.push_back(product(x[a], y));
    for (std::size_t b = 0; b < count; ++b) {
      sums.members.push_back(product(x[a], x[b]));
    }
  }
  return sums;
}

/// Mean over the tasks in which it is defined.
double pearson_of(const std::vector<TaskSums>& tasks, const std::vector<double>& votes) {
  double sum = 0.0, defined = 0.0;
  for (const TaskSums& task : tasks) {
    double with_measured = 0.0, squares = 0.0;
    for (std::size_t a = 0; a < votes.size(); ++a) {
      with_measured += votes[a] * task.with_members[a];
      for (std::size_t b = 0; b < votes.size(); ++b) {
        squares += votes[a] * votes[b] * task.members[a * votes.size() + b];
      }
    }
    if (squares > 0.0 && task.measured > 0.0) {
      sum += with_measured / std::sqrt(squares * task.measured);
      defined += 1.0;
    }
  }
  return defined > 0.0 ? sum / defined : kUndefined;
}

}  // namespace

SelectedVotes selected_votes(const std::vector<std::vector<float>>& members, const std::vector<double>& measured,
                             std::size_t tasks, std::size_t rounds) {
  require(!members.empty(), "an ensemble has members");
  std::vector<TaskSums> sums;
  for (std::size_t task = 0; task < tasks; ++task) {
    sums.push_back(sums_of(members, measured, tasks, task));
  }
  SelectedVotes out;
  std::vector<double> votes(members.size(), 0.0);
  for (std::size_t m = 0; m < members.size(); ++m) {
    std::vector<double> alone(members.size(), 0.0);
    alone[m] = 1.0;
    out.val_pearson.push_back(pearson_of(sums, alone));
  }
  out.votes.assign(members.size(), 1.0);
  out.equal_pearson = pearson_of(sums, out.votes);
  out.selected_pearson = kUndefined;
  for (std::size_t round = 0; round < rounds; ++round) {
    std::size_t best = members.size();
    double best_pearson = -std::numeric_limits<double>::infinity();
    for (std::size_t m = 0; m < members.size(); ++m) {
      votes[m] += 1.0;
      const double pearson = pearson_of(sums, votes);
      votes[m] -= 1.0;
      if (pearson > best_pearson) {
        best_pearson = pearson;
        best = m;
      }
    }
    if (best == members.size()) {
      break;
    }
    votes[best] += 1.0;
    if (std::isnan(out.selected_pearson) || best_pearson > out.selected_pearson + kRounding) {
      out.selected_pearson = best_pearson;
      out.votes = votes;
    }
  }
  return out;
}

}  // namespace cre
