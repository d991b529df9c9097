#include "training/history.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cre {
namespace {

TEST(History, ALineHasAllPartsAndNoTimes) {
  const EpochSummary summary{.loss = 0.5,
                             .consistency = 0.25,
                             .motif_loss = 0.125,
                             .gradient_norm = 2.0,
                             .learning_rate = 0.001,
                             .task_weights = {1.5, 0.5}};
  const Validation validation{.loss = 0.75, .tasks = {{0.5, 0.25, 1.0}, {std::nan(""), 0.0, 2.0}}, .pearson_mean = 0.5};
  EXPECT_EQ(history_line(3, summary, validation, {"K562", "HepG2"}),
            R"({"epoch":3,"train_loss":0.5,"consistency":0.25,"motif_loss":0.125,"task_weights":[1.5,0.5],)"
            R"("val_loss":0.75,"lr":0.001,"gradient_norm":2.0,)"
            R"("val":{"K562":{"pearson":0.5,"spearman":0.25,"rmse":1.0},)"
            R"("HepG2":{"pearson":null,"spearman":0.0,"rmse":2.0}},"val_pearson_mean":0.5})");
}

TEST(History, TimingHasTheRate) {
  EXPECT_EQ(timing_line(3, 2.0, 0.5, 100),
            R"({"epoch":3,"train_seconds":2.0,"validation_seconds":0.5,"samples_per_second":50.0})");
}

TEST(History, UndefinedCorrelationsAreNull) {
  const Validation validation{.loss = 0.0, .tasks = {{0.5, 0.0, 0.0}, {std::nan(""), 0.0, 0.0}}, .pearson_mean = 0.5};
  EXPECT_EQ(pearson_by_task(validation, {"a", "b"}).dump(), R"({"a":0.5,"b":null})");
}

}  // namespace
}  // namespace cre
