#include "qc/describe/activity_candidates.h"

#include <algorithm>

#include "core/text.h"
#include "table/column_names.h"

namespace cre {
namespace {

bool has_digits_only(const std::string& word) {
  return !word.empty() && word.size() <= 2 && parse_integer(word).has_value();
}

}  // namespace

void find_numbered_replicates(ActivityCandidates& candidates) {
  const auto base = [](const ActivityCandidate& candidate) {
    const std::vector<std::string>& rest = candidate.meaning.rest;
    return std::vector<std::string>(rest.begin(), rest.end() - 1);
  };
  const auto is_numbered = [](const ActivityCandidate& candidate) {
    const std::vector<std::string>& rest = candidate.meaning.rest;
    return !candidate.is_replicate && rest.size() > 1 && has_digits_only(rest.back());
  };
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto same = [&](const ActivityCandidate& other) {
      return is_numbered(other) && is_numbered(candidates[i]) && base(other) == base(candidates[i]);
    };
    if (std::count_if(candidates.begin(), candidates.end(), same) > 1) {
      found.push_back(i);
    }
  }
  for (const std::size_t i : found) {
    candidates[i].is_replicate = true;
    candidates[i].meaning.rest.pop_back();
  }
}

void drop_common_words(ActivityCandidates& candidates) {
  if (candidates.size() < 2) {
    return;
  }
  const std::vector<std::string> first = candidates.front().meaning.rest;
  for (const std::string& word : first) {
    const bool common = std::all_of(candidates.begin(), candidates.end(), [&](const ActivityCandidate& candidate) {
      const std::vector<std::string>& rest = candidate.meaning.rest;
      return rest.size() > 1 && std::find(rest.begin(), rest.end(), word) != rest.end();
    });
    if (common) {
      for (ActivityCandidate& candidate : candidates) {
        std::vector<std::string>& rest = candidate.meaning.rest;
        rest.erase(std::find(rest.begin(), rest.end(), word));
      }
    }
  }
}

std::string task_name(const std::string& stem) {
  if (comparable_name(stem).empty()) {
    return "activity";
  }
  return parse_number(stem) ? concat("column", stem) : stem;
}

}  // namespace cre
