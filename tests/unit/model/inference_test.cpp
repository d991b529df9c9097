#include "model/inference.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>

#include "core/random.h"
#include "model/small_network.h"

namespace cre {
namespace {

constexpr std::int64_t kRows = 23, kLength = 40;
constexpr NetworkShape kShape{.tasks = 2, .length = kLength, .outputs = 2, .motifs = 3};

ElementInput random_elements() {
  RandomStream stream(RandomPurpose::simulation, 3);
  Dataset d;
  d.tasks = {"K562", "HepG2"};
  d.construct = {kLength, "", "", ReverseScope::insert};
  for (std::int64_t i = 0; i < kRows * kLength; ++i) {
    d.codes.push_back(static_cast<std::uint8_t>(stream.below(4)));
  }
  d.measured.id.assign(kRows, "");
  for (std::int64_t i = 0; i < kRows; ++i) {
    d.measured.target_cell.push_back(static_cast<std::int16_t>(i % 3 - 1));
  }
  d.motifs.names = {"p", "q", "r"};
  d.motifs.threshold.assign(3, 0.0F);
  for (std::int64_t i = 0; i < kRows * 3; ++i) {
    d.motifs.score.push_back(static_cast<float>(stream.normal()));
  }
  return {d, at::kCPU};
}

std::shared_ptr<Network> network_that_reads_everything(const std::string& architecture = "multiscale") {
  return small_network(small_config(architecture, {{"motifs", "concatenate"}, {"target_cell", true}}), kShape);
}

std::vector<std::int64_t> all_rows() {
  std::vector<std::int64_t> rows(kRows);
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

TEST(Inference, EqualsTheNetworkOnTheWholeInput) {
  const ElementInput input = random_elements();
  for (const std::string& architecture : architecture_names()) {
    const auto network = network_that_reads_everything(architecture);
    const Inference found = infer(*network, input, all_rows(), Strand::forward, {.batch = 5});
    const at::Tensor rows = at::arange(kRows);
    const NetworkOutput expected =
        network->forward(input.batch(rows, input.sequences.inserts(rows), at::kFloat), ForwardPass{});
    const at::Tensor activity = at::tensor(found.activity).view({kRows, 2});
    const at::Tensor log_variance = at::tensor(found.log_variance).view({kRows, 2});
    EXPECT_TRUE(at::allclose(activity, expected.activity, 1e-4, 1e-5)) << architecture;
    EXPECT_TRUE(at::allclose(log_variance, expected.log_variance, 1e-4, 1e-5)) << architecture;
  }
}

TEST(Inference, DoesNotDependOnTheBatch) {
  const ElementInput input = random_elements();
  const auto network = network_that_reads_everything();
  const Inference whole = infer(*network, input, all_rows(), Strand::forward, {.batch = 64});
  ASSERT_EQ(whole.activity.size(), 2U * kRows);
  ASSERT_EQ(whole.log_variance.size(), 2U * kRows);
  for (const std::int64_t batch : {1, 5, 23}) {
    const Inference pieces = infer(*network, input, all_rows(), Strand::forward, {.batch = batch});
    for (std::size_t i = 0; i < whole.activity.size(); ++i) {
      EXPECT_NEAR(pieces.activity[i], whole.activity[i], 1e-5F) << batch;
      EXPECT_NEAR(pieces.log_variance[i], whole.log_variance[i], 1e-5F) << batch;
    }
  }
}

TEST(Inference, TellsHowManyRowsABatchHad) {
  const ElementInput input = random_elements();
  const auto network = network_that_reads_everything();
  std::atomic<std::int64_t> rows = 0, batches = 0;
  infer(*network, input, all_rows(), Strand::forward, {.batch = 5, .after_batch = [&](std::int64_t count) {
                                                         EXPECT_LE(count, 5);
                                                         rows += count;
                                                         ++batches;
                                                       }});
  EXPECT_EQ(rows, kRows);  // what fills the last batch up does not count
  EXPECT_EQ(batches, (kRows + 4) / 5);
}

TEST(Inference, FollowsTheOrderOfTheRows) {
  const ElementInput input = random_elements();
  const auto network = network_that_reads_everything();
  const Inference whole = infer(*network, input, all_rows(), Strand::forward, {.batch = 8});
  const Inference picked = infer(*network, input, std::vector<std::int64_t>{17, 3}, Strand::forward, {.batch = 8});
  EXPECT_NEAR(picked.activity[0], whole.activity[34], 1e-5F);
  EXPECT_NEAR(picked.activity[3], whole.activity[7], 1e-5F);
}

TEST(Inference, OfARowDoesNotDependOnHowManyRowsFollow) {
  const ElementInput input = random_elements();
  const auto network = network_that_reads_everything();
  const auto rows = all_rows();
  const Inference whole = infer(*network, input, rows, Strand::forward, {.batch = 8});
  for (const std::ptrdiff_t count : {1, 7, 9, 16, 17}) {  // bit for bit: batches are filled up
    const std::vector<std::int64_t> first(rows.begin(), rows.begin() + count);
    const Inference part = infer(*network, input, first, Strand::forward, {.batch = 8});
    EXPECT_EQ(part.activity, std::vector<float>(whole.activity.begin(), whole.activity.begin() + 2 * count)) << count;
  }
}

TEST(Inference, OfManyRowsEqualsThatOfFew) {
  const ElementInput input = random_elements();
  const auto network = network_that_reads_everything();
  std::vector<std::int64_t> many;
  for (std::int64_t i = 0; i < 300; ++i) {
    many.push_back(i * 7 % kRows);
  }
  const Inference few = infer(*network, input, all_rows(), Strand::forward, {.batch = 8});
  const Inference found = infer(*network, input, many, Strand::forward, {.batch = 512});
  ASSERT_EQ(found.activity.size(), 2 * many.size());
  for (std::size_t i = 0; i < many.size(); ++i) {
    EXPECT_NEAR(found.activity[2 * i], few.activity[2 * static_cast<std::size_t>(many[i])], 1e-5) << i;
  }
}

TEST(Inference, HasNoLogVarianceWithOneOutput) {
  const auto network = small_network();
  const Inference found = infer(*network, random_elements(), all_rows(), Strand::forward, {.batch = 8});
  EXPECT_EQ(found.activity.size(), 2U * kRows);
  EXPECT_TRUE(found.log_variance.empty());
}

TEST(Inference, StrandsDifferAndTheirMeanLiesBetween) {
  const ElementInput input = random_elements();
  const auto network = small_network();
  const Inference forward = infer(*network, input, all_rows(), Strand::forward, {.batch = 8});
  const Inference reverse = infer(*network, input, all_rows(), Strand::reverse, {.batch = 8});
  EXPECT_NE(forward.activity, reverse.activity);
  EXPECT_FLOAT_EQ(mean_of_strands(forward.activity, reverse.activity)[5],
                  0.5F * (forward.activity[5] + reverse.activity[5]));
}

}  // namespace
}  // namespace cre
