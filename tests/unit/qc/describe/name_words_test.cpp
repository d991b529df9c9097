#include "qc/describe/name_words.h"

#include <gtest/gtest.h>

#include "qc/describe/activity_candidates.h"

namespace cre {
namespace {

struct Expected {
  std::string name, stem;
  NameHint hint = NameHint::none;
  bool is_replicate = false;
};

TEST(NameWords, SayWhatAColumnIs) {
  const std::vector<Expected> cases = {
      {"K562_l2fc", "K562", NameHint::activity},
      {"HepG2_log2FC", "HepG2", NameHint::activity},
      {"SKNSH.log2FoldChange", "SKNSH", NameHint::activity},
      {"K562_l2fc (log2 RNA/DNA)", "K562", NameHint::activity},
      {"activity", "", NameHint::activity},
      {"log2(RNA/DNA) WTC11", "WTC11", NameHint::perhaps_activity},
      {"mean", "", NameHint::perhaps_activity},
      {"log2_effect", "", NameHint::perhaps_activity},
      {"K562_lfcSE", "K562", NameHint::standard_error},
      {"K562_SE", "K562", NameHint::standard_error},
      {"standard error HeLa", "HeLa", NameHint::standard_error},
      {"HeLa log2FC stderr", "HeLa", NameHint::standard_error},
      {"K562_sd", "K562", NameHint::standard_deviation},
      {"K562_log2FC_var", "K562", NameHint::standard_deviation},
      {"p_value", "", NameHint::p_value},
      {"K562_padj", "K562", NameHint::p_value},
      {"dna_count", "", NameHint::count},
      {"K562_nrep", "K562", NameHint::count},
      {"n_obs_bc", "", NameHint::count},
      {"mean_barcodes", "", NameHint::count},
      {"K562_rep1_log2FC", "K562", NameHint::activity, true},
      {"K562_log2FC_replicate_2", "K562", NameHint::activity, true},
      {"rep3", "", NameHint::none, true},
      {"oligo_type", "oligo_type", NameHint::none},
  };
  for (const Expected& expected : cases) {
    const NameMeaning found = meaning_of_name(expected.name);
    EXPECT_EQ(found.hint, expected.hint) << expected.name;
    EXPECT_EQ(found.stem(), expected.stem) << expected.name;
    EXPECT_EQ(found.is_replicate, expected.is_replicate) << expected.name;
  }
}

TEST(NameWords, KnowsCellLinesHoweverTheyAreSpelled) {
  EXPECT_TRUE(is_cell_line("SK-N-SH"));
  EXPECT_TRUE(is_cell_line("k562"));
  EXPECT_FALSE(is_cell_line("score"));
}

ActivityCandidates candidates(const std::vector<std::string>& names) {
  ActivityCandidates out;
  for (const std::string& name : names) {
    out.push_back({out.size(), meaning_of_name(name), false});
  }
  return out;
}

TEST(NameWords, WordsThatAllHaveTellNoTasksApart) {
  ActivityCandidates found = candidates({"minP_K562_l2fc", "minP_HepG2_l2fc"});
  drop_common_words(found);
  EXPECT_EQ(found[0].meaning.stem(), "K562");
  EXPECT_EQ(found[1].meaning.stem(), "HepG2");
}

TEST(NameWords, NumbersAtTheEndAreReplicatesWhenThereAreSeveral) {
  ActivityCandidates found = candidates({"K562_1_l2fc", "K562_2_l2fc", "chr_7_l2fc"});
  find_numbered_replicates(found);
  EXPECT_TRUE(found[0].is_replicate && found[1].is_replicate);
  EXPECT_EQ(found[1].meaning.stem(), "K562");
  EXPECT_FALSE(found[2].is_replicate);
}

TEST(NameWords, TasksHaveNamesWithLetters) {
  EXPECT_EQ(task_name(""), "activity");
  EXPECT_EQ(task_name("3"), "column3");
  EXPECT_EQ(task_name("K562"), "K562");
}

}  // namespace
}  // namespace cre
