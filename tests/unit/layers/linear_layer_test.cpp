#include "layers/linear_layer.h"

#include <gtest/gtest.h>

#include "model/small_network.h"

namespace cre {
namespace {

LinearLayer two_to_one() {
  WeightSource source(3);
  const LinearLayer layer({2, 1}, LayerStyle{}, source);
  set_value(layer, "weight", at::tensor({1.0F, 10.0F}).view({1, 2}));
  set_value(layer, "bias", at::full({}, 0.5));
  return layer;
}

TEST(LinearLayer, EqualsTheValuesWorkedByHand) {
  LinearLayer layer = two_to_one();
  const at::Tensor x = at::tensor({1.0F, 2.0F, 3.0F, -4.0F}).view({2, 2});
  EXPECT_TRUE(at::allclose(layer.forward(x, ForwardPass{}), at::tensor({21.5F, -36.5F}).view({2, 1})));
}

TEST(LinearLayer, IsAppliedToEachPosition) {
  LinearLayer layer = two_to_one();
  const at::Tensor x = at::tensor({1.0F, 2.0F, 3.0F, -4.0F, 0.0F, 1.0F}).view({1, 3, 2});
  EXPECT_TRUE(at::allclose(layer.forward(x, ForwardPass{}), at::tensor({21.5F, -36.5F, 10.5F}).view({1, 3, 1})));
}

TEST(LinearLayer, IsNormalisedOverTheElementsByBatchNorm) {
  WeightSource source(3);
  LayerStyle style;
  style.norm = Norm::batch;
  LinearLayer layer({1, 1}, style, source);
  set_value(layer, "weight", at::full({}, 3.0));
  const at::Tensor x = at::tensor({1.0F, 5.0F}).view({2, 1});  // 3 and 15: mean 9, deviation 6
  const at::Tensor y = layer.forward(x, {.mode = Mode::training});
  EXPECT_TRUE(at::allclose(y, at::tensor({-1.0F, 1.0F}).view({2, 1}), 1e-4, 1e-4));
}

}  // namespace
}  // namespace cre
