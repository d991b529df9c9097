#include "qc/reading/usual_columns.h"

#include <fstream>

#include <gmock/gmock.h>

#include "qc/small_table.h"
#include "temporary_folder.h"

namespace cre {
namespace {

using testing::HasSubstr;
using testing::Not;

class UsualColumnsTest : public testing::Test {
 protected:
  std::string name_in(const std::string& header) {
    std::ofstream(folder_ / "t.tsv") << header << "\n1\t2\t3\t4\t5\t6\t7\n";
    return name_usual_columns(config_, folder_ / "t.tsv");
  }
  QcConfig config_;
  TemporaryFolder folder_;
};

TEST_F(UsualColumnsTest, AreNamedWhereTheyAre) {
  const std::string lacking = name_in("ID\tMinGap\tsequence\tK562_l2fc\tHepG2_l2fc\tSKNSH_l2fc\tHepG2_lfcSE");
  EXPECT_EQ(config_.columns.id, "ID");
  EXPECT_EQ(config_.columns.min_gap, "MinGap");
  EXPECT_EQ(config_.columns.target_cell, std::nullopt);
  EXPECT_EQ(config_.tasks[0].standard_error, std::nullopt);
  EXPECT_EQ(config_.tasks[1].standard_error, "HepG2_lfcSE");
  EXPECT_EQ(lacking,
            "t.tsv has no column target_cell (qc.columns.target_cell), K562_lfcSE (qc.tasks[0].standard_error), "
            "SKNSH_lfcSE (qc.tasks[2].standard_error): it is read without, as no setting names them");
}

TEST_F(UsualColumnsTest, OfTasksThatWereNamedAllIsNamed) {
  config_ = small_config();
  EXPECT_THAT(name_in("ID\ttarget_cell\tsequence\tK562_l2fc\tHepG2_l2fc\ta\tb"), Not(HasSubstr("lfcSE")));
  EXPECT_EQ(config_.tasks[0].standard_error, "K562_lfcSE");
  EXPECT_EQ(config_.columns.min_gap, std::nullopt);
}

TEST_F(UsualColumnsTest, NoTableIsOpenedForNothing) {
  config_ = small_config();
  config_.columns.target_cell = config_.columns.min_gap = std::nullopt;
  EXPECT_EQ(name_usual_columns(config_, folder_ / "none.tsv"), "");
}

}  // namespace
}  // namespace cre
