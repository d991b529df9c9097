#include "split/split_config.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "core/error.h"
#include "sequence/kmers.h"

namespace cre {
namespace {

constexpr std::int64_t kLeastOverlap = 12;  // bases without a mismatch: shorter ones are in many sequences by chance

const Names<SplitStrategy>& strategy_names() {
  static const Names<SplitStrategy> names = {
      {"random", SplitStrategy::random},         {"kfold", SplitStrategy::kfold},
      {"chromosome", SplitStrategy::chromosome}, {"leave_one_chromosome_out", SplitStrategy::leave_one_chromosome_out},
      {"predefined", SplitStrategy::predefined}, {"extend", SplitStrategy::extend},
      {"auto", SplitStrategy::automatic}};
  return names;
}

const Names<GroupBy>& group_by_names() {
  static const Names<GroupBy> names = {{"sequence", GroupBy::sequence},
                                       {"column", GroupBy::column},
                                       {"near_duplicate", GroupBy::near_duplicate},
                                       {"minhash", GroupBy::minhash},
                                       {"interval", GroupBy::interval}};
  return names;
}

void check_chromosomes(const SplitChromosomes& chromosomes, const Place& place) {
  if (chromosomes.preset != ChromosomePreset::none && (!chromosomes.val.empty() || !chromosomes.test.empty())) {
    place.fail("preset and lists of chromosomes exclude each other; set preset: none, or leave out val and test");
  }
  for (const std::string& name : chromosomes.val) {
    const auto same = [&](const std::string& other) {
      return comparable_chromosome(other) == comparable_chromosome(name);
    };
    if (std::any_of(chromosomes.test.begin(), chromosomes.test.end(), same)) {
      place.child("val").fail("'", name, "' is also in test; a chromosome belongs to one split");
    }
  }
}

void check_folds(const SplitChromosomes& chromosomes, const Place& place) {
  if (chromosomes.preset != ChromosomePreset::none && !chromosomes.folds.empty()) {
    place.fail("preset and folds exclude each other; set preset: none, or leave out folds");
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < chromosomes.folds.size(); ++i) {
    if (!seen.insert(comparable_chromosome(chromosomes.folds[i])).second) {
      place.child("folds").item(i).fail("'", chromosomes.folds[i], "' is there twice (chr7 and 7 are one)");
    }
  }
}

void check_values(const SplitValues& values, const Place& place) {
  std::map<std::string, Split> seen;
  for (std::size_t s = 0; s < kSplitCount; ++s) {
    const auto split = static_cast<Split>(s);
    const std::vector<std::string>& list = values.of(split);
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Place where = place.child(split_name(split)).item(i);
      const std::string value = comparable_split_value(list[i]);
      if (value.empty()) {
        where.fail("an empty text is no value; rows without one are an error");
      }
      const auto [found, is_new] = seen.emplace(value, split);
      if (!is_new && found->second != split) {
        where.fail("'", list[i], "' is also in ", split_name(found->second), "; a value belongs to one split");
      }
    }
  }
}

}  // namespace

void describe(Description& d, SplitFractions& c) {
  const Limits open_unit = {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true};
  d.number("train", c.train, open_unit, "share of rows", "Training rows");
  d.number("val", c.val, open_unit, "share of rows", "Validation rows: early stopping and the choice of checkpoints");
  d.number("test", c.test, open_unit, "share of rows", "Test rows: evaluation only");
  d.rule([&c](const Place& place) {
    const double sum = c.train + c.val + c.test;
    if (std::abs(sum - 1.0) > 1e-9) {
      place.fail("train ", c.train, " + val ", c.val, " + test ", c.test, " is ", std::round(sum * 1e9) / 1e9,
                 "; allowed: a sum of 1");
    }
  });
}

void describe(Description& d, SplitValues& c) {
  d.texts("train", c.train, at_least(1),
          "For strategy predefined: values of the split column (qc.columns.split) that mean train; case and blanks do "
          "not count, 3 and 3.0 are one value");
  d.texts("val", c.val, at_least(1), "Values that mean validation");
  d.texts("test", c.test, at_least(1), "Values that mean test");
  d.rule([&c](const Place& place) { check_values(c, place); });
}

void describe(Description& d, SplitMinHash& c) {
  const auto longest = static_cast<double>(kLongestKmer);
  d.integer("k", c.k, between(5, longest), "bases", "Length of the words that are compared; odd");
  d.integer("size", c.size, between(8, 10000), "words",
            "Words of a sketch: more of them estimate better, and all of an insert's give the index itself");
  d.number("threshold", c.threshold, {.low = 0.0, .high = 1.0, .low_open = true}, "Jaccard index",
           "Two sequences belong together when words that both have are at least this share of those that either has");
  d.rule([&c](const Place& place) {
    if (c.k % 2 == 0) {
      place.child("k").fail(c.k, " is even; allowed: odd numbers, whose words are never their own reverse complement");
    }
  });
}

void describe(Description& d, SplitChromosomes& c) {
  d.choice<ChromosomePreset>("preset", c.preset,
                             {{"none", ChromosomePreset::none}, {"malinois", ChromosomePreset::malinois}},
                             "malinois: validation on chromosomes 19, 21 and X, test on 7 and 13");
  d.texts("val", c.val, at_least(0), "For strategy chromosome: chromosomes of validation rows; chr7 and 7 are one");
  d.texts("test", c.test, at_least(0), "Chromosomes of test rows; all others train");
  d.texts("folds", c.folds, at_least(0),
          "For strategy leave_one_chromosome_out: chromosomes that are tested in turn; rows of others always train");
  d.rule([&c](const Place& place) {
    check_chromosomes(c, place);
    check_folds(c, place);
  });
}

void describe(Description& d, SplitConfig& c) {
  d.choice<SplitStrategy>(
      "strategy", c.strategy, strategy_names(),
      "random: whole groups at random, stratified by target cell and strata columns; kfold: groups in folds drawn "
      "likewise, every one of which is tested once, see folds; leave_one_chromosome_out: a fold for each chromosome of "
      "chromosomes.folds; chromosome: by chromosome (qc.columns.chromosome "
      "or region), see chromosomes, a group goes to the strictest split of its rows; predefined: the table's split "
      "column (qc.columns.split), see values; extend: the split of another run, whose elements "
      "stay where they are and whose new ones follow their group, else go to train; auto: "
      "predefined when a split column is named, else random");
  d.choices<GroupBy>("group_by", c.group_by, group_by_names(), "auto",
                     "What keeps rows together in one split: sequence (equal cleaned sequences), column (equal values "
                     "of qc.columns.group), near_duplicate (sequences that differ in few bases, directly or through "
                     "others, see max_mismatches), minhash (sequences "
                     "with many words of k bases in common, wherever these are, see minhash), interval (places that "
                     "overlap, see max_distance); several are "
                     "merged, an empty list makes every row a group of its own; "
                     "auto: sequence, and column when a group column is named");
  d.choice<MissingGroup>("missing_group", c.missing_group, {{"error", MissingGroup::error}, {"own", MissingGroup::own}},
                         "A row without a value in the group column: an error, or a group of its own");
  d.integer("max_mismatches", c.max_mismatches, between(0, 4), "bases",
            "For group_by near_duplicate: most bases in which two sequences differ");
  d.integer("max_shift", c.max_shift, at_least(0), "bases",
            "For group_by near_duplicate: sequences also belong together when one of them, shifted by at most so many "
            "bases, differs from the other in at most max_mismatches bases where they overlap, as neighbouring tiles "
            "do; 0: only at the same places");
  d.integer("min_overlap", c.min_overlap, at_least(kLeastOverlap), "bases",
            "For max_shift: bases that two shifted sequences have in common at least; 12 for each of "
            "max_mismatches + 1, since fewer are equal by chance");
  d.rule([&c](const Place& place) {
    const std::int64_t least = kLeastOverlap * (c.max_mismatches + 1);
    if (c.max_shift > 0 && c.min_overlap < least) {
      place.child("min_overlap")
          .fail(c.min_overlap, " is too short for max_mismatches ", c.max_mismatches, "; allowed: at least ", least,
                " (12 bases for each of max_mismatches + 1)");
    }
  });
  d.integer(
      "max_distance", c.max_distance, at_least(0), "bases",
      "For group_by interval: places that are at most so far apart on a chromosome keep together; 0: that overlap "
      "or touch");
  d.section("minhash", c.minhash, "For group_by minhash: families of related sequences");
  d.flag("both_strands", c.both_strands,
         "For group_by sequence, near_duplicate and minhash: a sequence and its reverse complement count as equal, "
         "since a "
         "model trained with "
         "reverse-complement augmentation has seen both; kin is then looked for on both strands as well");
  d.section("chromosomes", c.chromosomes,
            "For strategies chromosome (which ones validate and test) and leave_one_chromosome_out");
  d.integer("folds", c.folds, between(2, 1000), "folds",
            "For strategy kfold: number of folds; each is tested once by networks that did not see it, and what they "
            "predict is evaluated together");
  d.integer("fold", c.fold, at_least(1), "",
            "For strategies kfold and leave_one_chromosome_out: which fold is tested here; the workflow makes all");
  d.rule([&c](const Place& place) {
    if (c.strategy == SplitStrategy::leave_one_chromosome_out && c.chromosomes.folds.size() < 2) {
      place.fail("strategy leave_one_chromosome_out needs at least 2 chromosomes in split.chromosomes.folds");
    }
    if (c.has_folds() && c.fold > c.fold_count()) {
      place.child("fold").fail(c.fold, " is out of range; allowed: in [1, ", c.fold_count(), "]");
    }
  });
  d.rule([&c](const Place& place) {
    if (c.strategy != SplitStrategy::chromosome) {
      return;
    }
    for (const Split split : {Split::val, Split::test}) {
      if (c.chromosomes.of(split).empty()) {
        place.fail("strategy chromosome needs split.chromosomes.", split_name(split),
                   ", or split.chromosomes.preset: malinois");
      }
    }
  });
  d.section("values", c.values, "For strategy predefined: what the values of the split column mean");
  d.integer("seed", c.seed, at_least(0), "",
            "Seed of the random order of groups, which is drawn from it and their sequences alone");
  d.section("fractions", c.fractions, "Shares of rows for strategy random; of strategies with folds that of val");
  d.number("train_fraction", c.train_fraction, {.low = 0.0, .high = 1.0, .low_open = true}, "share of training rows",
           "Whole training groups are left out so that about this share of the training rows remains; what a share "
           "keeps is kept by every larger one, validation and test stay as they are");
  d.number("tolerance", c.tolerance, between(0.0, 1.0), "share",
           "Largest deviation of a split's size, or of the share of a target cell or stratum, from its aim before the "
           "report warns");
  d.number("kin_share", c.kin_share, between(0.0, 1.0), "share",
           "Largest share of test (or validation) rows that may have half of their bases in common with a training "
           "row before a warning");
  d.number(
      "max_group_fraction", c.max_group_fraction, {.low = 0.0, .high = 1.0, .low_open = true}, "share",
      "Largest share of all rows that one group may have before a warning, which says what its rows have in common");
}

void describe(Description& d, SplitToolConfig& c) {
  d.section("split", c.split, "Splitting without leakage");
}

const std::vector<std::string>& SplitValues::of(Split split) const {
  return split == Split::train ? train : split == Split::val ? val : test;
}

const std::vector<GroupBy>& SplitConfig::grouped_by() const {
  require(group_by.has_value(), "group_by is resolved before rows are grouped");
  return *group_by;
}

bool SplitConfig::groups_by(GroupBy kind) const {
  return std::find(grouped_by().begin(), grouped_by().end(), kind) != grouped_by().end();
}

bool SplitConfig::has_folds() const {
  return strategy == SplitStrategy::kfold || strategy == SplitStrategy::leave_one_chromosome_out;
}

std::int64_t SplitConfig::fold_count() const {
  return strategy == SplitStrategy::kfold ? folds : static_cast<std::int64_t>(chromosomes.folds.size());
}

std::string SplitConfig::fold_name(std::int64_t number) const {
  return strategy == SplitStrategy::kfold ? std::to_string(number)
                                          : chromosomes.folds.at(static_cast<std::size_t>(number - 1));
}

const std::string& strategy_name(SplitStrategy strategy) {
  return name_of(strategy, strategy_names());
}

const std::string& group_by_name(GroupBy kind) {
  return name_of(kind, group_by_names());
}

SplitConfig resolve_split_config(SplitConfig config, const Elements& elements) {
  if (config.strategy == SplitStrategy::automatic) {
    config.strategy = elements.published_split.empty() ? SplitStrategy::random : SplitStrategy::predefined;
  }
  if (!config.group_by) {
    config.group_by = {GroupBy::sequence};
    if (!elements.group_name.empty()) {
      config.group_by->push_back(GroupBy::column);
    }
  }
  return config;
}

std::vector<std::string> SplitChromosomes::of(Split split) const {
  if (preset == ChromosomePreset::malinois) {
    return split == Split::val ? std::vector<std::string>{"19", "21", "X"} : std::vector<std::string>{"7", "13"};
  }
  return split == Split::val ? val : test;
}

std::string comparable_chromosome(const std::string& name) {
  const std::string text = lower_case(strip(name));
  return text.starts_with("chr") ? text.substr(3) : text;
}

std::string comparable_split_value(const std::string& value) {
  const std::string_view text = strip(value);
  const std::optional<double> number = parse_number(text);
  return number ? number_text(*number) : lower_case(text);
}

}  // namespace cre
