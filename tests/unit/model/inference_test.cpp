#include "model/inference.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/random.h"
#include "model/small_network.h"

namespace cre {
namespace {

constexpr std::int64_t kRows = 23, kLength = 40;

SequenceInput random_input() {
  std::vector<std::uint8_t> codes(static_cast<std::size_t>(kRows * kLength));
  RandomStream stream(RandomPurpose::simulation, 3);
  for (std::uint8_t& code : codes) code = static_cast<std::uint8_t>(stream.below(4));
  return {codes, Construct{kLength, "", "", ReverseScope::insert}, at::kCPU};
}

std::vector<std::int64_t> all_rows() {
  std::vector<std::int64_t> rows(kRows);
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

TEST(Inference, DoesNotDependOnTheBatch) {
  const SequenceInput input = random_input();
  const auto network = testing::small_network(2, kLength);
  const auto rows = all_rows();
  const std::vector<float> whole = infer(*network, input, rows, Strand::forward, {.batch = 64});
  ASSERT_EQ(whole.size(), 2U * kRows);
  for (const std::int64_t batch : {1, 5, 23}) {
    const std::vector<float> pieces = infer(*network, input, rows, Strand::forward, {.batch = batch});
    for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_NEAR(pieces[i], whole[i], 1e-5F) << batch;
  }
}

TEST(Inference, FollowsTheOrderOfTheRows) {
  const SequenceInput input = random_input();
  const auto network = testing::small_network(2, kLength);
  const std::vector<float> whole = infer(*network, input, all_rows(), Strand::forward, {.batch = 8});
  const std::vector<std::int64_t> some = {17, 3};
  const std::vector<float> picked = infer(*network, input, some, Strand::forward, {.batch = 8});
  EXPECT_FLOAT_EQ(picked[0], whole[34]);
  EXPECT_FLOAT_EQ(picked[3], whole[7]);
}

TEST(Inference, StrandsDifferAndTheirMeanLiesBetween) {
  const SequenceInput input = random_input();
  const auto network = testing::small_network(2, kLength);
  const auto forward = infer(*network, input, all_rows(), Strand::forward, {.batch = 8});
  const auto reverse = infer(*network, input, all_rows(), Strand::reverse, {.batch = 8});
  EXPECT_NE(forward, reverse);
  EXPECT_FLOAT_EQ(mean_of_strands(forward, reverse)[5], 0.5F * (forward[5] + reverse[5]));
}

}  // namespace
}  // namespace cre
