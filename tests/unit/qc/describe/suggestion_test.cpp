#include "qc/describe/suggestion.h"

#include <gmock/gmock.h>

#include "qc/describe/model_preset.h"
#include "qc/describe/written_table.h"

namespace cre {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Fields = std::vector<std::string>;

const std::string kTwoTasks = "id\tsequence\tK562_l2fc\tHepG2_l2fc";

Fields good_row(int row) {
  return {concat("e", row), made_up_sequence(row), made_up_number(row), made_up_number(row + 5)};
}

TEST(Suggestion, OfAPlainTable) {
  const Suggestion made = described(table_of(kTwoTasks, good_row), {}, "my table.v2.tsv").suggestion;
  EXPECT_THAT(made.unusable, IsEmpty());
  EXPECT_EQ(made.config["run"], "my-table");
  EXPECT_EQ(made.config["qc"]["columns"].dump(),
            R"({"id":"id","sequence":"sequence","target_cell":null,"min_gap":null})");
  EXPECT_EQ(made.config["eval"]["min_gap"]["definition"], "top1_minus_top2");
  EXPECT_EQ(made.config["model"]["architecture"], "legnet");
  EXPECT_FALSE(made.config.contains("split"));
  EXPECT_EQ(made.trial.kept, 40);
}

TEST(Suggestion, MissingTasksAreMasked) {
  const std::string table = table_of(kTwoTasks, [](int row) {
    Fields fields = good_row(row);
    fields[3] = row % 4 == 0 ? "NA" : fields[3];
    return fields;
  });
  const Suggestion made = described(table).suggestion;
  EXPECT_EQ(made.config["qc"]["allow_missing_tasks"], true);
  EXPECT_EQ(made.trial.kept, 40);
  EXPECT_THAT(made.comments.at("qc.allow_missing_tasks"), ElementsAre(HasSubstr("10 rows lack some tasks")));
}

TEST(Suggestion, WordsAndSentinelsForMissingValues) {
  const std::string table = table_of(
      kTwoTasks,
      [](int row) {
        Fields fields = good_row(row);
        fields[2] = row % 50 == 1 ? "failed" : fields[2];
        fields[3] = row % 50 == 2 ? "-999" : row == 3 ? "inf" : row == 4 ? "1.2.3" : fields[3];
        return fields;
      },
      200);
  const Suggestion made = described(table).suggestion;
  const std::vector<std::string>& missing = made.qc.missing;
  EXPECT_EQ(std::vector<std::string>(missing.end() - 2, missing.end()), (std::vector<std::string>{"failed", "-999"}));
}

TEST(Suggestion, RuleCWhereRuleAWouldLoseMany) {
  const auto table = [](int bad) {
    return table_of("id\tsequence\tK562_l2fc\tK562_lfcSE", [bad](int row) {
      return Fields{concat("e", row), made_up_sequence(row), made_up_number(row),
                    fixed_text((row < bad ? 0.6 : 0.1) + 0.001 * row, 3)};
    });
  };
  EXPECT_EQ(described(table(10)).suggestion.config["qc"]["se_rule"], "A");
  const Suggestion made = described(table(20)).suggestion;
  EXPECT_EQ(made.config["qc"]["se_rule"], "C");
  EXPECT_THAT(made.comments.at("qc.se_rule"), ElementsAre(HasSubstr("would reject 20 of 40 rows")));
}

TEST(Suggestion, NaturalLengthsArePadded) {
  const std::string table = table_of(kTwoTasks, [](int row) {
    Fields fields = good_row(row);
    fields[1] = made_up_sequence(row, 40 + row);
    return fields;
  });
  const Suggestion made = described(table).suggestion;
  EXPECT_EQ(made.config["qc"]["length"], 79);
  EXPECT_EQ(made.config["qc"]["off_length"], "adjust");
  EXPECT_EQ(made.config["qc"]["max_n_fraction"], 0.5);  // 39 of 79
  EXPECT_THAT(made.trial.problem, IsEmpty());
  EXPECT_EQ(made.trial.kept, 40);
}

TEST(Suggestion, GroupsByLociInIds) {
  const std::string table = table_of(kTwoTasks, [](int row) {
    Fields fields = good_row(row);
    fields[0] = concat(row % 2 == 0 ? "WT" : "MUT", "__chr7:", 100 + row / 2, "..300,+");
    return fields;
  });
  const Suggestion made = described(table).suggestion;
  EXPECT_EQ(made.qc.columns.group, "id");
  EXPECT_EQ(made.qc.columns.group_pattern, "chr[0-9A-Za-z_]+:[0-9]+");
  EXPECT_EQ(made.config["split"]["group_by"].dump(), R"(["sequence","column"])");
  EXPECT_THAT(made.comments.at("qc.columns.group"), ElementsAre(HasSubstr("40 rows are from 20 loci")));
}

TEST(Suggestion, PlacesAreNamedWhereAllOfThemAreThere) {
  const auto columns = [](const std::string& header, int first_base) {
    const std::string table = table_of(kTwoTasks + header, [first_base](int row) {
      Fields fields = good_row(row);
      for (const std::string& field : {concat("chr", row % 5 + 1), concat(1000 + 100 * row + first_base),
                                       concat(1040 + 100 * row), std::string(row % 2 == 0 ? "+" : "-")}) {
        fields.push_back(field);
      }
      return fields;
    });
    return described(table).suggestion.config["qc"]["columns"];
  };
  const nlohmann::ordered_json bed = columns("\tchrom\tstart\tend\tstrand", 0);
  EXPECT_EQ(bed["chromosome"], "chrom");
  EXPECT_EQ(bed["start"], "start");
  EXPECT_EQ(bed["end"], "end");
  EXPECT_EQ(bed["strand"], "strand");
  EXPECT_FALSE(bed.contains("start_base"));
  EXPECT_EQ(columns("\tchrom\tstart\tend\tstrand", 1)["start_base"], 1);
  for (const char* header : {"\tchrom\tbegins\tends\tstrand", "\tchrom\tstart\tends\tstrand"}) {
    const nlohmann::ordered_json lacking = columns(header, 0);
    EXPECT_FALSE(lacking.contains("chromosome") || lacking.contains("start") || lacking.contains("strand")) << header;
  }
}

TEST(Suggestion, RegionsAreNamedWhereTheyCanBeRead) {
  const auto made = [](const char* between) {
    return described(table_of(kTwoTasks + "\tregion",
                              [between](int row) {
                                Fields fields = good_row(row);
                                fields.push_back(concat("chr1:", 101 + row, between, 140 + row));
                                return fields;
                              }))
        .suggestion;
  };
  EXPECT_EQ(made("-").config["qc"]["columns"]["region"], "region");
  EXPECT_EQ(made("-").config["qc"]["columns"]["id"], "id");
  EXPECT_FALSE(made("-").config["qc"]["columns"].contains("start_base"));
  const Suggestion unreadable = made(" to ");
  EXPECT_FALSE(unreadable.config["qc"]["columns"].contains("region"));
  EXPECT_THAT(unreadable.trial.problem, IsEmpty());
}

TEST(Suggestion, OrientationsAreGroupedUnlessTheirSequencesSayIt) {
  const auto table = [](bool turned) {
    return table_of(kTwoTasks, [turned](int row) {
      Fields fields = good_row(row);
      fields[0] = concat("e", row / 2, row % 2 == 0 ? "_F" : "_R");
      const std::string forward = made_up_sequence(row / 2);
      std::string other(forward.rbegin(), forward.rend());
      for (char& base : other) {
        base = "TGCA"[std::string("ACGT").find(base)];
      }
      fields[1] = !turned ? fields[1] : row % 2 == 0 ? forward : other;
      return fields;
    });
  };
  const Suggestion by_id = described(table(false)).suggestion;
  EXPECT_EQ(by_id.qc.columns.group, "id");
  EXPECT_THAT(by_id.qc.columns.group_pattern.value_or(""), HasSubstr("fwd|rev"));
  const Suggestion by_sequence = described(table(true)).suggestion;
  EXPECT_EQ(by_sequence.qc.columns.group, std::nullopt);
  EXPECT_EQ(by_sequence.trial.opposite_pairs, 20);
}

TEST(Suggestion, APublishedSplitIsUsedUnlessItPartsAGroup) {
  const auto table = [](int rows_of_a_locus) {
    return table_of(kTwoTasks + "\tlocus\tsplit", [rows_of_a_locus](int row) {
      Fields fields = good_row(row);
      fields.push_back(concat("L", row / rows_of_a_locus));
      fields.push_back(row < 4 ? "test" : row < 8 ? "val" : "train");
      return fields;
    });
  };
  EXPECT_EQ(described(table(2)).suggestion.qc.columns.split, "split");
  const Suggestion torn = described(table(3)).suggestion;
  EXPECT_EQ(torn.qc.columns.split, std::nullopt);
  EXPECT_THAT(torn.comments.at("qc.columns"), testing::Contains(HasSubstr("parts 2 groups of related rows")));
}

TEST(Suggestion, FoldsBecomeASplit) {
  const std::string table = table_of(kTwoTasks + "\tfold", [](int row) {
    Fields fields = good_row(row);
    fields.push_back(concat(row % 4));
    return fields;
  });
  const Suggestion made = described(table).suggestion;
  EXPECT_EQ(made.config["split"]["values"].dump(), R"({"train":["0","1"],"val":["2"],"test":["3"]})");
}

TEST(Suggestion, SaysWhyThereCanBeNone) {
  const auto why = [](const std::string& header, auto cells) {
    return described(table_of(header, cells)).suggestion.unusable;
  };
  EXPECT_THAT(why("id\tchr\tpos\tref\talt\tlog2_effect",
                  [](int row) {
                    return Fields{concat("v", row),   "chr1", concat(100 + row), "A", row % 2 == 0 ? "C" : "G",
                                  made_up_number(row)};
                  }),
              HasSubstr("a table of variants"));
  EXPECT_THAT(
      why("id\tsequence\tdna_count\trna_count",
          [](int row) { return Fields{concat("e", row), made_up_sequence(row), concat(row), concat(2 * row)}; }),
      HasSubstr("only counts: make log2(RNA/DNA)"));
  EXPECT_THAT(why("id\tsequence\tactivity",
                  [](int row) {
                    std::string rna = made_up_sequence(row);
                    std::replace(rna.begin(), rna.end(), 'T', 'U');
                    return Fields{concat("e", row), rna, made_up_number(row)};
                  }),
              HasSubstr("are RNA: write T for U"));
  EXPECT_THAT(why("id\tsequence\tcell_line\tlog2FC",
                  [](int row) {
                    return Fields{concat("e", row / 2), made_up_sequence(row / 2), row % 2 == 0 ? "K562" : "HepG2",
                                  made_up_number(row)};
                  }),
              HasSubstr("a row for each cell_line"));
}

TEST(Suggestion, KeepsWhatIsGiven) {
  QcConfig given;
  given.se_threshold = 0.3;
  given.length = 30;
  const Suggestion made = described(table_of(kTwoTasks, good_row), given).suggestion;
  EXPECT_EQ(made.config["qc"]["length"], 30);
  EXPECT_EQ(made.config["qc"]["se_threshold"], 0.3);
}

TEST(ModelPreset, FollowsTheSize) {
  EXPECT_EQ(model_preset(7'400, 200).file, "config/models/legnet-small-data.json");
  EXPECT_EQ(model_preset(77'157, 200).file, "config/models/multiscale.json");
  EXPECT_EQ(model_preset(7'400, 15).file, "");
}

}  // namespace
}  // namespace cre
