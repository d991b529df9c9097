// Whole networks by the ways and kernels of a GPU, which the processor runs, against the processor's own.

#include <gtest/gtest.h>

#include "layers/gpu/kernels_on_processor.h"
#include "train/three_steps.h"

namespace cre {
namespace {

using Case = std::tuple<std::string, at::ScalarType>;

class WaysOfADevice : public testing::TestWithParam<Case> {};

TEST_P(WaysOfADevice, TrainsAndPredictsLikeTheProcessor) {
  const auto& [architecture, dtype] = GetParam();
  for (const nlohmann::json& section : kPlainAndAugmented) {
    SCOPED_TRACE(section.dump());
    const ThreeSteps expected = three_steps(architecture, section, dtype, at::kCPU);
    const gpu::KernelsOnProcessor kernels;
    expect_close(three_steps(architecture, section, dtype, at::kCPU), expected, dtype == at::kFloat ? 1e-4 : 2e-2);
  }
}

INSTANTIATE_TEST_SUITE_P(Architectures, WaysOfADevice,
                         testing::Combine(testing::ValuesIn(architecture_names()),
                                          testing::Values(at::kFloat, at::kBFloat16)),
                         [](const testing::TestParamInfo<Case>& each) {
                           return std::get<0>(each.param) + at::toString(std::get<1>(each.param));
                         });

}  // namespace
}  // namespace cre
