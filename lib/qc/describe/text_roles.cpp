// Roles of columns that hold texts.

#include <algorithm>
#include <limits>

#include "core/text.h"
#include "qc/describe/column_roles.h"
#include "qc/describe/name_words.h"
#include "table/column_names.h"

namespace cre {
namespace {

constexpr double kSomeTargets = 0.3;
constexpr std::int64_t kLongestBarcode = 25;

class TextRoles {
 public:
  TextRoles(const std::vector<ColumnProfile>& profiles, TableRoles& roles) : profiles_(profiles), roles_(roles) {}

  void guess() {
    guess_sequences();
    guess_split();
    guess_target_cell();
    guess_id();
    guess_group();
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      if (roles_.is_free(i) && profiles_[i].holds_few_words()) {
        roles_.set(i, ColumnRole::annotation);
      }
    }
  }

 private:
  void guess_sequences() {
    std::optional<std::size_t> best;
    const auto worth = [&](std::size_t i) {
      const bool named =
          is_called(profiles_[i].name, {"sequence", "seq", "oligo", "oligosequence", "oligoseq", "insert",
                                        "insertsequence", "dnasequence", "elementsequence", "dna"});
      return profiles_[i].mode + (named ? std::numeric_limits<std::int64_t>::max() / 2 : 0);
    };
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      if (!roles_.is_free(i) || profiles_[i].kind != ColumnKind::sequence) {
        continue;
      }
      roles_.set(i, ColumnRole::other_sequence);
      const bool is_barcode =
          lower_case(profiles_[i].name).find("barcode") != std::string::npos && profiles_[i].mode <= kLongestBarcode;
      if (!is_barcode && (!best || worth(i) > worth(*best))) {
        best = i;
      }
    }
    if (best) {
      roles_.set(*best, ColumnRole::sequence);
      roles_.sequence = best;
    }
  }

  void guess_split() {
    const std::vector<std::string> words = {"train",      "training", "val",  "valid",
                                            "validation", "dev",      "test", "testing"};
    for (std::size_t i = 0; i < profiles_.size() && !roles_.split; ++i) {
      const ColumnProfile& profile = profiles_[i];
      const auto known = [&](const CountedWord& word) { return is_called(word.word, words); };
      if (roles_.is_free(i) && profile.holds_few_words() && profile.distinct > 1 &&
          std::all_of(profile.common.begin(), profile.common.end(), known)) {
        roles_.set(i, ColumnRole::split);
        roles_.split = i;
      }
    }
  }

  /// Share of the values that are called like a task.
  double share_of_tasks(const ColumnProfile& profile) const {
    std::int64_t rows = 0;
    for (const CountedWord& word : profile.common) {
      const auto same = [&](const GuessedTask& task) {
        return comparable_name(task.name) == comparable_name(word.word);
      };
      rows += std::any_of(roles_.tasks.begin(), roles_.tasks.end(), same) ? word.rows : 0;
    }
    return static_cast<double>(rows) / static_cast<double>(std::max<std::int64_t>(1, profile.values()));
  }

  void guess_target_cell() {
    std::optional<std::size_t> best;
    double most = 0.0;
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
      const ColumnProfile& profile = profiles_[i];
      if (!roles_.is_free(i) || !profile.holds_few_words()) {
        continue;
      }
      const bool named = is_called(profile.name, {"targetcell", "designcell", "target", "targetcelltype", "designedfor",
                                                  "targetcellline", "designcelltype"});
      const double share = share_of_tasks(profile);
      if ((named || share >= kSomeTargets) && (!best || share > most)) {
        best = i;
        most = share;
      }
    }
    if (best) {
      roles_.set(*best, ColumnRole::target_cell, most >= kSomeTargets);
      roles_.target_cell = best;
    }
  }

  void guess_id() {
    const std::vector<std::string> names = {
        "id",       "name",       "elementid", "elementname", "oligoid",    "oligoname", "seqid",
        "seqname",  "sequenceid", "variantid", "tileid",      "enhancerid", "oligo",     "element",
        "insertid", "creid",      "key",       "identifier",  "libraryid",  "construct", "constructid"};
    const auto text = [&](std::size_t i) {
      return roles_.is_free(i) && profiles_[i].missing == 0 &&
             (profiles_[i].kind == ColumnKind::text || profiles_[i].kind == ColumnKind::whole_number);
    };
    const auto take = [&](bool unique, bool named) {
      for (std::size_t i = 0; i < profiles_.size() && !roles_.id; ++i) {
        if (text(i) && (!unique || profiles_[i].is_unique()) && (!named || is_called(profiles_[i].name, names)) &&
            (named || profiles_[i].kind == ColumnKind::text) && !profiles_[i].holds_few_words()) {
          roles_.set(i, ColumnRole::id, named);
          roles_.id = i;
        }
      }
    };
    take(true, true);
    take(true, false);
    take(false, true);
  }

  void guess_group() {
    for (std::size_t i = 0; i < profiles_.size() && !roles_.group; ++i) {
      const ColumnProfile& profile = profiles_[i];
      const bool named = is_called(profile.name, {"locus", "group", "family", "parent", "parentid", "groupid",
                                                  "familyid", "cluster", "clusterid", "region", "peak", "peakid",
                                                  "wildtype", "source", "gene", "geneid", "element", "elementid"});
      const bool is_text = profile.kind == ColumnKind::text || profile.kind == ColumnKind::whole_number;
      if ((roles_.is_free(i) || roles_.columns[i].role == ColumnRole::region) && named && is_text &&
          profile.missing == 0 && profile.distinct >= 10 && profile.distinct < profile.rows) {
        roles_.set(i, ColumnRole::group,
                   is_called(profile.name,
                             {"locus", "group", "family", "parent", "parentid", "groupid", "familyid", "region"}));
        roles_.group = i;
      }
    }
  }

  const std::vector<ColumnProfile>& profiles_;
  TableRoles& roles_;
};

}  // namespace

void guess_texts(const std::vector<ColumnProfile>& profiles, TableRoles& roles) {
  TextRoles(profiles, roles).guess();
}

}  // namespace cre
