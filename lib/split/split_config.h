#pragma once
// Settings of cre-split.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/config.h"
#include "storage/elements.h"
#include "storage/split_assignment.h"

namespace cre {

enum class SplitStrategy { random, kfold, chromosome, leave_one_chromosome_out, predefined, extend, automatic };
enum class GroupBy { sequence, column, near_duplicate, minhash, interval };
enum class ChromosomePreset { none, malinois };
enum class MissingGroup { error, own };

struct SplitFractions {
  double train = 0.8;
  double val = 0.1;
  double test = 0.1;

  bool operator==(const SplitFractions&) const = default;
};

/// Values of the table's split column, for strategy predefined.
struct SplitValues {
  std::vector<std::string> train = {"train", "training"};
  std::vector<std::string> val = {"val", "valid", "validation", "dev"};
  std::vector<std::string> test = {"test", "testing"};

  const std::vector<std::string>& of(Split split) const;
  bool operator==(const SplitValues&) const = default;
};

/// For group_by minhash.
struct SplitMinHash {
  std::int64_t k = 15;      // bases of a word
  std::int64_t size = 64;   // words of a sketch
  double threshold = 0.25;  // Jaccard index: about half of two inserts overlaps

  bool operator==(const SplitMinHash&) const = default;
};

/// Chromosomes of validation and test, for strategy chromosome, and of folds, for leave_one_chromosome_out.
struct SplitChromosomes {
  ChromosomePreset preset = ChromosomePreset::none;
  std::vector<std::string> val, test, folds;

  /// As named, or those of the preset.
  std::vector<std::string> of(Split split) const;
  bool operator==(const SplitChromosomes&) const = default;
};

struct SplitConfig {
  SplitStrategy strategy = SplitStrategy::automatic;
  std::optional<std::vector<GroupBy>> group_by;  // nothing: auto
  MissingGroup missing_group = MissingGroup::error;
  std::int64_t max_mismatches = 2;  // bases; near_duplicate
  std::int64_t max_shift = 0;       // bases; near_duplicate
  std::int64_t min_overlap = 60;    // bases; near_duplicate with max_shift
  std::int64_t max_distance = 0;    // bases; interval
  SplitMinHash minhash;
  bool both_strands = true;
  SplitChromosomes chromosomes;
  SplitValues values;
  std::int64_t seed = 2025;
  SplitFractions fractions;
  std::int64_t folds = 5;  // kfold
  std::int64_t fold = 1;   // which of them tests here, from 1
  double train_fraction = 1.0;
  double tolerance = 0.02;
  double kin_share = 0.01;
  double max_group_fraction = 0.2;

  /// By what rows are grouped. Nothing is left to choose after resolve_split_config.
  const std::vector<GroupBy>& grouped_by() const;
  bool groups_by(GroupBy kind) const;
  /// Is this one fold of a cross-validation?
  bool has_folds() const;
  std::int64_t fold_count() const;
  /// Of a fold from 1: its number, or its chromosome.
  std::string fold_name(std::int64_t number) const;
};

struct SplitToolConfig {
  SplitConfig split;
};

void describe(Description& d, SplitFractions& c);
void describe(Description& d, SplitValues& c);
void describe(Description& d, SplitMinHash& c);
void describe(Description& d, SplitChromosomes& c);
void describe(Description& d, SplitConfig& c);
void describe(Description& d, SplitToolConfig& c);

/// "random", "kfold", "chromosome", "leave_one_chromosome_out", "predefined", "extend" or "auto".
const std::string& strategy_name(SplitStrategy strategy);
/// "sequence", "column", "near_duplicate", "minhash" or "interval".
const std::string& group_by_name(GroupBy kind);

/// What auto means for these elements: strategy predefined when they have a published split, else random; grouped by
/// sequence, and by column when they have a group column.
SplitConfig resolve_split_config(SplitConfig config, const Elements& elements);

/// A chromosome as it is compared: lower case, without blanks around it and without "chr".
std::string comparable_chromosome(const std::string& name);

/// A value of the split column as it is compared: lower case, without blanks around it, numbers in one way (3, "3.0").
std::string comparable_split_value(const std::string& value);

}  // namespace cre
