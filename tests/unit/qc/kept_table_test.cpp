#include "qc/kept_table.h"

#include <cmath>

#include <gtest/gtest.h>

#include "qc/example_kept_elements.h"

namespace cre {
namespace {

TEST(KeptTable, HasWhatIsKnown) {
  KeptElements e = example_kept_elements({"ACGT", "NNCC"});
  e.tasks = {"A"};
  e.activity = {0.5, -1.25};
  e.standard_error = {std::nan(""), std::nan("")};
  e.min_gap = {std::nan(""), std::nan("")};
  e.target_cell = {kUnknownCell, kUnknownCell};
  e.flags = {0, 3};
  EXPECT_EQ(kept_table(e), "id\tsequence\tA\tflags\tline\ne0\tACGT\t0.5\t0\t2\ne1\tNNCC\t-1.25\t3\t3\n");
  e.standard_error = {0.1, std::nan("")};
  e.activity.forget(1);
  e.weights.tasks = {{}};
  e.min_gap = {1.5, std::nan("")};
  e.target_cell = {0, kUnknownCell};
  e.group_name = {"g\t1", ""};
  e.published_split = {"", "test"};
  e.chromosome = {"chr1", ""};
  e.start = {0, kNoPosition};
  e.end = {4, kNoPosition};
  e.strand = {-1, 0};
  e.strata = {{"library", {"L1"}, {0, kNoLevel}}, {"split", {"s"}, {0, 0}}};
  EXPECT_EQ(kept_table(e),
            "id\tsequence\tA\tA_se\tA_weight\ttarget_cell\tmin_gap\tgroup\tsplit\tflags\tline\tchromosome\tstart\tend\t"
            "strand\tlibrary\tsplit (column)\n"
            "e0\tACGT\t0.5\t0.1\t25\tA\t1.5\tg 1\tNA\t0\t2\tchr1\t0\t4\t-\tL1\ts\n"
            "e1\tNNCC\tNA\tNA\t1\tNA\tNA\tNA\ttest\t3\t3\tNA\tNA\tNA\tNA\tNA\ts\n");
}

}  // namespace
}  // namespace cre
