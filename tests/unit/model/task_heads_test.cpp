#include "model/task_heads.h"

#include <gtest/gtest.h>

#include "layers/dropout.h"
#include "model/small_network.h"

namespace cre {
namespace {

constexpr std::int64_t kFeatures = 7;

TaskHeads heads_of(std::int64_t tasks, std::int64_t outputs, const TaskHeadSize& size) {
  NetworkBuilder builder{.weights = WeightSource(3)};
  LayerStyle style;
  style.activation = ActivationKind::relu;
  style.start = InitialWeights::fan_in_uniform;  // with biases that are not 0
  return {{.features = kFeatures, .tasks = tasks, .outputs = outputs}, size, style, builder};
}

at::Tensor features() {
  at::manual_seed(1);
  return at::randn({5, kFeatures});
}

at::Tensor linear(const TaskHeads& heads, const std::string& name, const at::Tensor& x) {
  return at::linear(x, value_of(heads, name + ".weight"), value_of(heads, name + ".bias"));
}

TEST(TaskHeads, EachTaskHasLayersOfItsOwn) {
  TaskHeads heads = heads_of(2, 1, {{6, 4}, {0.5, 0.5}});
  std::vector<at::Tensor> expected;
  for (const std::string head : {"0", "1"}) {
    const at::Tensor hidden = at::relu(linear(heads, head + ".0", features()));
    expected.push_back(linear(heads, head + ".2", at::relu(linear(heads, head + ".1", hidden))));
  }
  EXPECT_TRUE(at::allclose(heads.forward(features(), ForwardPass{}), at::cat(expected, 1), 1e-5, 1e-6));
}

TEST(TaskHeads, OutputsOfATaskStandSideBySide) {
  TaskHeads heads = heads_of(3, 2, {{}, {}});
  const at::Tensor y = heads.forward(features(), ForwardPass{});
  ASSERT_EQ(y.sizes(), at::IntArrayRef({5, 6}));
  EXPECT_TRUE(at::allclose(y.slice(1, 2, 4), linear(heads, "1.0", features()), 1e-5, 1e-6));
}

TEST(TaskHeads, LastHiddenLayerMayBePlain) {
  TaskHeads heads = heads_of(1, 1, {{6, 4}, {0.5, 0.5}, LastHidden::plain});
  const at::Tensor hidden = at::relu(linear(heads, "0.0", features()));
  const at::Tensor expected = linear(heads, "0.2", linear(heads, "0.1", hidden));
  EXPECT_TRUE(at::allclose(heads.forward(features(), ForwardPass{}), expected, 1e-5, 1e-6));
}

TEST(TaskHeads, PlainLayersDrawNoDropout) {
  TaskHeads heads = heads_of(1, 1, {{6}, {0.9}, LastHidden::plain});
  const ForwardPass training{.mode = Mode::training, .seed = 1, .step = 2};
  EXPECT_TRUE(at::equal(heads.forward(features(), training), heads.forward(features(), ForwardPass{})));
}

TEST(TaskHeads, DropoutLayersAreNumberedHeadByHead) {
  TaskHeads heads = heads_of(2, 1, {{6, 4}, {0.5, 0.25}});
  const ForwardPass training{.mode = Mode::training, .seed = 1, .step = 2};
  const auto dropped = [](const at::Tensor& x, double probability, std::uint32_t number) {
    const DropoutMask mask = DropoutMask::of(probability, 1, 2, number);
    return x * dropout_keep(mask, x.numel(), at::kCPU).view(x.sizes()).to(at::kFloat) / (1.0 - probability);
  };
  const at::Tensor first = dropped(at::relu(linear(heads, "1.0", features())), 0.5, 2);
  const at::Tensor second = dropped(at::relu(linear(heads, "1.1", first)), 0.25, 3);
  const at::Tensor y = heads.forward(features(), training);
  EXPECT_TRUE(at::allclose(y.slice(1, 1, 2), linear(heads, "1.2", second), 1e-5, 1e-6));
}

TEST(TaskHeads, WeightNormIsThatOfTheStyle) {
  NetworkBuilder builder{.weights = WeightSource(3)};
  LayerStyle style;
  style.norm = Norm::weight;
  const TaskHeads heads({.features = 3, .tasks = 1, .outputs = 1}, {{2}, {0.0}}, style, builder);
  EXPECT_EQ(value_of(heads, "0.0.weight_g").sizes(), at::IntArrayRef({2, 1}));
  EXPECT_EQ(value_of(heads, "0.1.weight_v").sizes(), at::IntArrayRef({1, 2}));
}

}  // namespace
}  // namespace cre
