// The audit against all pairs, compared in the plainest way.
#include "split/audit/leakage_audit.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/union_find.h"
#include "example_elements.h"
#include "sequence/kmers.h"
#include "sequence/minhash.h"
#include "sequence/near_duplicates.h"
#include "sequence/reverse_complement.h"
#include "split/audit/audit_report.h"

namespace cre {
namespace {

std::string other_strand_of(const std::string& letters) {
  return decode_bases(reverse_complement(encode_bases(letters)));
}

/// Tables of families: parents and what may become of them.
class FamilyTable {
 public:
  FamilyTable(std::size_t length, unsigned seed) : length_(length), random_(seed) {}

  std::string bases(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      out += "ACGT"[random_() % 4];
    }
    return out;
  }
  std::size_t below(std::size_t end) { return random_() % end; }

  std::string with_changes(std::string row, std::size_t changes) {
    for (std::size_t i = 0; i < changes; ++i) {
      char& base = row[below(row.size())];
      base = "ACGTN"[(std::string("ACGTN").find(base) + 1 + below(3)) % (below(12) == 0 ? 5 : 4)];
    }
    return row;
  }
  std::string shifted(const std::string& row, std::size_t by) { return row.substr(by) + bases(by); }

  /// One parent in `members` rows, related in every way; `flanks` bases of both ends are those of all rows.
  std::vector<std::string> rows(std::size_t families, std::size_t flanks, std::size_t padded) {
    const std::string first = bases(flanks), last = bases(flanks);
    std::vector<std::string> out;
    for (std::size_t family = 0; family < families; ++family) {
      std::string parent = bases(length_);
      if (family % 7 == 0) {
        parent.replace(length_ / 4, length_ / 3, std::string(length_ / 3, "ACGT"[below(4)]));
      }
      const std::size_t members = family % 3 == 0 ? 1 + below(12) : 1;
      for (std::size_t member = 0; member < members; ++member) {
        std::string row = with_changes(parent, below(3) == 0 ? 0 : below(8));
        row = below(2) == 0 ? row : shifted(row, below(length_));
        row = below(3) == 0 ? other_strand_of(row) : row;
        if (below(5) == 0) {  // pieces of it, in another order
          row = row.substr(length_ / 3) + row.substr(0, length_ / 3);
        }
        row.replace(0, flanks, first);
        row.replace(length_ - flanks, flanks, last);
        if (family % 4 == 0 && padded > 0) {
          const std::size_t n = below(padded + 1);
          row.replace(0, n, std::string(n, 'N'));
          row.replace(length_ - n, n, std::string(n, 'N'));
        }
        out.push_back(row);
      }
    }
    std::shuffle(out.begin(), out.end(), random_);
    return out;
  }

  std::vector<Split> splits(std::size_t rows) {
    std::vector<Split> out;
    for (std::size_t i = 0; i < rows; ++i) {
      out.push_back(below(10) < 6 ? Split::train : below(2) == 0 ? Split::val : Split::test);
    }
    return out;
  }

 private:
  std::size_t length_;
  std::mt19937 random_;
};

std::size_t distance(const std::string& a, const std::string& b) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] != b[i] ? 1 : 0;
  }
  return sum;
}

/// What the audit should find, by comparing all pairs.
class AllPairs {
 public:
  AllPairs(const std::vector<std::string>& rows, const std::vector<Split>& splits, const SplitConfig& config,
           const LeakageAudit& found)
      : rows_(rows),
        splits_(splits),
        both_(config.both_strands),
        k_(found.word),
        least_(found.least_overlap),
        most_(found.most_mismatches),
        elements_(example_elements(rows)),
        sketches_(elements_.codes, rows[0].size(),
                  {.k = 15, .size = 64, .threshold = config.minhash.threshold, .both_strands = both_, .threads = 2}) {
    find_common_words();
    for (std::size_t row = 0; row < rows.size(); ++row) {
      for (std::size_t i = 0; i + k_ <= rows[row].size(); ++i) {
        places_[rows[row].substr(i, k_)].push_back({row, i});
      }
    }
  }

  PairAudit pair(Split split, Split other) const {
    PairAudit out;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (splits_[row] != split) {
        continue;
      }
      ++out.rows;
      const bool kin = has_kin(row, other), similar = is_similar(row, other);
      ++out.nearest.at(static_cast<std::size_t>(nearest(row, other, kin, similar)));
      out.kin += kin ? 1 : 0;
      out.similar += similar ? 1 : 0;
      const double share = shared_words(row, other);
      out.words[0] += share > 0.1 ? 1 : 0;
      out.words[1] += share > 0.5 ? 1 : 0;
    }
    return out;
  }

  TrainNeighbour nearest(std::size_t row, Split other, bool kin, bool similar) const {
    std::size_t least = rows_[row].size();
    const std::string turned = other_strand_of(rows_[row]);
    for (std::size_t there = 0; there < rows_.size(); ++there) {
      if (splits_[there] == other) {
        least = std::min(least, distance(rows_[row], rows_[there]));
        least = both_ ? std::min(least, distance(turned, rows_[there])) : least;
      }
    }
    if (least <= most_) {
      return least == 0   ? TrainNeighbour::equal
             : least == 1 ? TrainNeighbour::one_mismatch
             : least == 2 ? TrainNeighbour::two_mismatches
                          : TrainNeighbour::few_mismatches;
    }
    return kin ? TrainNeighbour::overlapping : similar ? TrainNeighbour::similar : TrainNeighbour::none;
  }

  bool has_kin(std::size_t row, Split other) const {
    const std::string& given = rows_[row];
    const std::size_t length = given.size();
    // Bases that count.
    std::vector<bool> counts(length), left(length);
    std::size_t known = 0, of_left = 0;
    for (std::size_t i = 0; i < length; ++i) {
      counts[i] = given[i] != 'N';
      known += counts[i] ? 1 : 0;
    }
    left = counts;
    for (std::size_t i = 0; i + k_ <= length; ++i) {
      if (common_.contains(one_strand(given.substr(i, k_)))) {
        std::fill_n(left.begin() + static_cast<std::ptrdiff_t>(i), k_, false);
      }
    }
    of_left = static_cast<std::size_t>(std::count(left.begin(), left.end(), true));
    const bool drops = of_left < known && of_left > known / 2;
    const std::vector<bool>& counted = drops ? left : counts;
    const std::size_t total = drops ? of_left : known;
    const std::size_t chance = least_ > (length + 1) / 2 ? least_ : beyond_chance();
    const std::size_t enough = std::max((total + 1) / 2, chance);
    for (const bool reverse : {false, true}) {
      if (reverse && !both_) {
        continue;
      }
      const std::string text = reverse ? other_strand_of(given) : given;
      std::map<std::pair<std::size_t, std::int64_t>, std::set<std::size_t>> covered;
      for (std::size_t i = 0; i + k_ <= length; ++i) {
        const std::string word = text.substr(i, k_);
        const auto found = places_.find(word);
        if (found == places_.end() || word.find('N') != std::string::npos || is_simple(word) ||
            (drops && common_.contains(one_strand(word)))) {
          continue;
        }
        for (const auto& [there, start] : found->second) {
          if (splits_[there] != other) {
            continue;
          }
          std::set<std::size_t>& bases =
              covered[{there, static_cast<std::int64_t>(start) - static_cast<std::int64_t>(i)}];
          for (std::size_t b = i; b < i + k_; ++b) {
            const std::size_t base = reverse ? length - 1 - b : b;
            if (counted[base]) {
              bases.insert(base);
            }
          }
          if (bases.size() >= enough) {
            return true;
          }
        }
      }
    }
    return false;
  }

 private:
  static std::string one_strand(const std::string& word) { return std::min(word, other_strand_of(word)); }

  /// Smallest number of bases that are shared by chance less than .001 times.
  std::size_t beyond_chance() const {
    double pairs = static_cast<double>(rows_.size()) * static_cast<double>(rows_[0].size() * rows_[0].size());
    pairs *= both_ ? 2.0 : 1.0;
    std::size_t bases = 0;
    for (; pairs >= 0.001; pairs /= 4.0) {
      ++bases;
    }
    return bases;
  }

  /// Few different words of three bases, counted as texts.
  static bool is_simple(const std::string& word) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i + 3 <= word.size(); ++i) {
      seen.insert(word.substr(i, 3));
    }
    return word.size() >= 3 && seen.size() <= std::max<std::size_t>(1, (word.size() - 2) / 4);
  }

  void find_common_words() {
    std::map<std::string, std::size_t> rows_with;
    for (const std::string& row : rows_) {
      std::set<std::string> own;
      for (std::size_t i = 0; i + k_ <= row.size(); ++i) {
        const std::string word = row.substr(i, k_);
        if (word.find('N') == std::string::npos) {
          own.insert(one_strand(word));
        }
      }
      for (const std::string& word : own) {
        ++rows_with[word];
      }
    }
    for (const auto& [word, count] : rows_with) {
      if (static_cast<double>(count) > 0.2 * static_cast<double>(rows_.size())) {
        common_.insert(word);
      }
    }
  }

  bool is_similar(std::size_t row, Split other) const {
    for (std::size_t there = 0; there < rows_.size(); ++there) {
      if (splits_[there] == other && sketches_.jaccard(row, there) >= 0.5) {
        return true;
      }
    }
    return false;
  }

  double shared_words(std::size_t row, Split other) const {
    double words = 0.0, shared = 0.0;
    const auto stands_there = [&](const std::string& word) {
      const auto found = places_.find(word);
      return found != places_.end() && std::any_of(found->second.begin(), found->second.end(),
                                                   [&](const auto& place) { return splits_[place.first] == other; });
    };
    for (std::size_t i = 0; i + k_ <= rows_[row].size(); ++i) {
      const std::string word = rows_[row].substr(i, k_);
      if (word.find('N') == std::string::npos) {
        words += 1.0;
        shared += stands_there(word) || (both_ && stands_there(other_strand_of(word))) ? 1.0 : 0.0;
      }
    }
    return words == 0.0 ? 0.0 : shared / words;
  }

  const std::vector<std::string>& rows_;
  const std::vector<Split>& splits_;
  bool both_;
  std::size_t k_, least_, most_;
  Elements elements_;
  MinHashSketches sketches_;
  std::map<std::string, std::vector<std::pair<std::size_t, std::size_t>>> places_;
  std::set<std::string> common_;
};

/// Rows of a split that are in one group with a training row when all rows are grouped.
std::size_t grouped(UnionFind& sets, const std::vector<Split>& splits, Split split) {
  std::set<std::size_t> with_training;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    if (splits[row] == Split::train) {
      with_training.insert(sets.find(row));
    }
  }
  std::size_t out = 0;
  for (std::size_t row = 0; row < splits.size(); ++row) {
    out += splits[row] == split && with_training.contains(sets.find(row)) ? 1 : 0;
  }
  return out;
}

void expect_equal(const PairAudit& found, const PairAudit& expected, const char* which) {
  SCOPED_TRACE(which);
  EXPECT_EQ(found.rows, expected.rows);
  EXPECT_EQ(found.nearest, expected.nearest);
  EXPECT_EQ(found.kin, expected.kin);
  EXPECT_EQ(found.similar, expected.similar);
  EXPECT_EQ(found.words, expected.words);
}

struct Case {
  std::size_t length, families, flanks, padded;
  bool both_strands;
};

class LeakageAuditTest : public testing::TestWithParam<Case> {};

TEST_P(LeakageAuditTest, FindsWhatAllPairsHave) {
  const Case& c = GetParam();
  FamilyTable table(c.length, 11);
  const std::vector<std::string> rows = table.rows(c.families, c.flanks, c.padded);
  const std::vector<Split> splits = table.splits(rows.size());
  const Elements elements = example_elements(rows);
  SplitConfig config;
  config.both_strands = c.both_strands;
  config.max_mismatches = 3;
  const LeakageAudit found = audit_leakage(elements, splits, config, 2);
  const AllPairs expected(rows, splits, config, found);
  expect_equal(found.test_train, expected.pair(Split::test, Split::train), "test beside train");
  expect_equal(found.val_train, expected.pair(Split::val, Split::train), "val beside train");
  expect_equal(found.test_val, expected.pair(Split::test, Split::val), "test beside val");
  EXPECT_GT(found.test_train.kin, 10U);
  EXPECT_LT(found.test_train.related(), found.test_train.rows / 2);

  UnionFind near(rows.size()), similar(rows.size());
  merge_near_duplicates(elements.codes, c.length, {.most_mismatches = 3, .both_strands = c.both_strands, .threads = 2},
                        near);
  merge_minhash_families(elements.codes, c.length,
                         {.threshold = config.minhash.threshold, .both_strands = c.both_strands, .threads = 2},
                         similar);
  EXPECT_EQ(found.near_duplicate.test, grouped(near, splits, Split::test));
  EXPECT_EQ(found.near_duplicate.val, grouped(near, splits, Split::val));
  EXPECT_EQ(found.minhash.test, grouped(similar, splits, Split::test));
  EXPECT_EQ(found.minhash.val, grouped(similar, splits, Split::val));

  std::array<std::size_t, 7> rows_of_kind{};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    EXPECT_EQ(found.neighbour[row] == TrainNeighbour::not_asked, splits[row] == Split::train);
    if (splits[row] == Split::test) {
      ++rows_of_kind.at(static_cast<std::size_t>(found.neighbour[row]));
    }
    EXPECT_EQ(found.neighbour_row[row] >= 0, found.neighbour[row] > TrainNeighbour::none);
    if (found.neighbour_row[row] >= 0) {
      EXPECT_EQ(splits[static_cast<std::size_t>(found.neighbour_row[row])], Split::train);
    }
  }
  EXPECT_EQ(rows_of_kind, found.test_train.nearest);
}

INSTANTIATE_TEST_SUITE_P(Tables, LeakageAuditTest,
                         testing::Values(Case{200, 700, 0, 0, true}, Case{200, 250, 18, 0, true},
                                         Case{200, 250, 45, 12, true}, Case{150, 250, 0, 30, false},
                                         Case{84, 250, 20, 0, true}, Case{50, 250, 0, 6, true},
                                         Case{31, 250, 0, 0, true}, Case{129, 250, 30, 0, true}));

TEST(LeakageAudit, DoesNotDependOnThreads) {
  FamilyTable table(120, 3);
  const std::vector<std::string> rows = table.rows(600, 10, 5);
  const std::vector<Split> splits = table.splits(rows.size());
  const Elements elements = example_elements(rows);
  const LeakageAudit one = audit_leakage(elements, splits, {}, 1), three = audit_leakage(elements, splits, {}, 3);
  EXPECT_EQ(one.neighbour, three.neighbour);
  EXPECT_EQ(one.neighbour_row, three.neighbour_row);
  EXPECT_EQ(leakage_report(one, {}), leakage_report(three, {}));
  EXPECT_EQ(kin_report(one, elements, {}), kin_report(three, elements, {}));
}

/// Thousands of variants of one parent, a segment of many rows below half of them, a run in others: each row of the
/// family has a neighbour, and none of the rest.
TEST(LeakageAudit, HugeFamiliesTakeNoLonger) {
  FamilyTable table(200, 5);
  const std::string parent = table.bases(200), segment = table.bases(85);
  std::vector<std::string> rows;
  std::vector<Split> splits;
  std::array<std::size_t, kSplitCount> of_family{}, all{};
  for (std::size_t i = 0; i < 16000; ++i) {
    const auto split = static_cast<Split>(i % 10 < 8 ? 0 : i % 10 - 7);
    splits.push_back(split);
    ++all.at(static_cast<std::size_t>(split));
    if (i < 9000) {
      rows.push_back(table.with_changes(parent, 1 + table.below(2)));
      ++of_family.at(static_cast<std::size_t>(split));
    } else if (i < 12000) {
      const std::size_t before = table.below(115);
      rows.push_back(table.bases(before) + segment + table.bases(115 - before));
    } else {
      rows.push_back(table.bases(140) + std::string(60, i % 2 == 0 ? 'A' : 'T'));
    }
  }
  SplitConfig config;
  config.max_mismatches = 0;
  config.minhash.threshold = 0.9;
  const LeakageAudit found = audit_leakage(example_elements(rows), splits, config, 2);
  EXPECT_EQ(found.test_train.related(), of_family[2]);
  EXPECT_EQ(found.val_train.related(), of_family[1]);
  EXPECT_EQ(found.test_val.related(), of_family[2]);
  EXPECT_EQ(found.test_train.rows, all[2]);
  EXPECT_EQ(found.test_train.nearest[static_cast<std::size_t>(TrainNeighbour::overlapping)], 0U);
}

TEST(LeakageAudit, FewMismatchesOfShortRowsAreChance) {
  FamilyTable table(12, 2);
  const std::vector<std::string> rows = table.rows(2000, 0, 0);
  const LeakageAudit found = audit_leakage(example_elements(rows), table.splits(rows.size()), {}, 2);
  EXPECT_EQ(found.most_mismatches, 2U);
}

TEST(LeakageAudit, ReportNamesEveryKind) {
  const std::string a = "ACGTTGCAAGCTTGACCATGCATGTTACGGCATTACGGAC";
  std::string b = a;
  b[3] = 'C';
  const LeakageAudit found = audit_leakage(example_elements({a, b, other_strand_of(a), std::string(40, 'C')}),
                                           {Split::train, Split::test, Split::val, Split::test}, {}, 1);
  const nlohmann::json report = leakage_report(found, {});
  EXPECT_EQ(report["test_train"]["nearest"]["mismatches_1"], 1);
  EXPECT_EQ(report["test_train"]["nearest"]["none"], 1);
  EXPECT_EQ(report["test_train"]["related"], 1);
  EXPECT_EQ(report["val_train"]["nearest"]["equal"], 1);
  EXPECT_EQ(report["test_val"]["nearest"]["mismatches_1"], 1);
  EXPECT_EQ(report["test_train"]["places"], nullptr);
  EXPECT_EQ(report["grouped_with_train"]["near_duplicate"]["test"], 1);
  EXPECT_EQ(report["most_mismatches"], 5);
}

}  // namespace
}  // namespace cre
