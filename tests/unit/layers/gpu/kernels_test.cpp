// Kernels of a GPU, with all that calls them, compared with the processor's kernels and LibTorch's operations, values
// and gradients. Where there is no GPU the processor runs them.

#include "layers/gpu/kernels.h"

#include <optional>

#include <gtest/gtest.h>

#include "layers/activation_operations.h"
#include "layers/channel_gate.h"
#include "layers/gpu/activation.h"
#include "layers/gpu/batch_norm.h"
#include "layers/gpu/depthwise.h"
#include "layers/gpu/kernels_on_processor.h"
#include "layers/gpu/positions.h"
#include "layers/gpu/weights.h"
#include "layers/gpu/windows.h"
#include "layers/kernel_tensors.h"

namespace cre {
namespace {

using torch::autograd::grad;

at::Tensor there(const at::Tensor& x) {
  return torch::cuda::is_available() && x.defined() ? x.to("cuda") : x;
}

class GpuKernels : public testing::TestWithParam<at::ScalarType> {
 protected:
  GpuKernels() {
    torch::manual_seed(3);
    if (!torch::cuda::is_available()) {
      on_processor_.emplace();
    }
  }
  std::optional<gpu::KernelsOnProcessor> on_processor_;
};

at::Tensor image(std::int64_t batch, std::int64_t channels, std::int64_t length, at::ScalarType type) {
  return at::randn({batch, channels, 1, length}).contiguous(at::MemoryFormat::ChannelsLast).to(type);
}

double rounding(at::ScalarType type) {
  return type == at::kBFloat16 ? 0.008 : (type == at::kHalf ? 0.001 : 2e-6);
}

void expect_near(const at::Tensor& found, const at::Tensor& exact, const char* what, double factor = 1.0) {
  const double most = factor * rounding(found.scalar_type());
  const at::Tensor here = found.cpu().to(at::kDouble);
  EXPECT_TRUE(at::allclose(here, exact.to(at::kDouble), most, most))
      << what << ": " << (here - exact.to(at::kDouble)).abs().max().item<double>();
}

const Activation kLeaky{ActivationKind::leaky_relu, 0.1};
// Channels of which eight, four and one are read at a time; more than a block has beside each other; rows that fill no
// block.
const std::vector<std::int64_t> kChannels = {3, 20, 64, 300};

DropoutMask with_dropout() {
  return DropoutMask::of(0.3, 0xFEDCBA9876543210ULL, 0x1FFFFFFFFULL, 6);
}

TEST_P(GpuKernels, ActivateLikeTheProcessors) {
  for (const std::int64_t channels : kChannels) {
    for (const bool drops : {false, true}) {
      SCOPED_TRACE(concat(channels, " channels, dropout ", drops));
      const DropoutMask mask = drops ? with_dropout() : DropoutMask{};
      const at::Tensor x = image(3, channels, 17, GetParam()), residual = image(3, channels, 17, GetParam());
      const at::Tensor shift = at::randn({channels}), factor = at::randn({channels});
      const auto along = [](const at::Tensor& of_channels) { return of_channels.view({1, -1, 1, 1}); };
      const at::Tensor z = x.to(at::kFloat) * along(factor) + along(shift) + residual.to(at::kFloat);
      const at::Tensor x_there = there(x), y = at::empty_like(x_there);
      const gpu::Before before{there(residual), there(factor), there(shift)};
      gpu::activate(x_there, y, before, kLeaky, mask);
      const at::Tensor exact = operations::activate(z.contiguous(at::MemoryFormat::ChannelsLast), 0.1, mask);
      EXPECT_TRUE(at::equal(y.cpu().to(at::kFloat), exact.to(GetParam()).to(at::kFloat)));
      DropoutMask elsewhere = mask;
      elsewhere.step = 5;
      elsewhere.step_on_device = there(at::full({}, static_cast<std::int64_t>(mask.step), at::kLong));
      const at::Tensor again = x_there.clone();
      gpu::activate(again, again, before, kLeaky, elsewhere);
      EXPECT_TRUE(at::equal(again, y));
    }
  }
}

TEST_P(GpuKernels, GiveTheGradientOfLeakyReluAndItsSums) {
  for (const std::int64_t channels : kChannels) {
    const at::Tensor y = image(5, channels, 201, GetParam()), grad_y = image(5, channels, 201, GetParam());
    y.narrow(3, 0, 3).zero_();
    const at::Tensor plain = y.to(at::kFloat);
    const at::Tensor slopes = at::where(plain.gt(0.0), 2.0F, at::where(plain.lt(0.0), 0.5F, at::full({}, 0.25F)));
    const at::Tensor exact = grad_y.to(at::kFloat) * slopes;
    for (const bool with_bias : {false, true}) {
      SCOPED_TRACE(concat(channels, " channels, bias ", with_bias));
      const gpu::Gradients found = gpu::activate_backward(there(y), there(grad_y), {2.0F, 0.5F, 0.25F}, with_bias);
      EXPECT_TRUE(at::equal(found.x.cpu().to(at::kFloat), exact.to(GetParam()).to(at::kFloat)));
      ASSERT_EQ(found.bias.defined(), with_bias);
      if (with_bias) {
        expect_near(found.bias, exact.to(at::kDouble).sum({0, 2, 3}), "sums", 20.0);
      }
    }
  }
}

TEST_P(GpuKernels, PoolLikeTheProcessors) {
  for (const std::int64_t channels : kChannels) {
    SCOPED_TRACE(channels);
    const at::Tensor x = image(3, channels, 23, GetParam()), bias = at::randn({channels});
    const at::Tensor leaf = x.to(at::kFloat).requires_grad_();
    const at::Tensor exact = operations::activate_pool(leaf + bias.view({1, -1, 1, 1}), 4, 0.1);
    const gpu::Pooled found = gpu::pool(there(x), there(bias), 4, 0.1);
    EXPECT_TRUE(at::equal(found.y.cpu().to(at::kFloat), exact.detach().to(GetParam()).to(at::kFloat)));
    const at::Tensor grad_y = image(3, channels, 5, GetParam());
    const at::Tensor exact_grad = grad({exact}, {leaf}, {grad_y.to(at::kFloat)}).front();
    const gpu::Gradients gradients = gpu::pool_backward(found, there(grad_y), 23, 4, 0.1, true);
    if (GetParam() == at::kFloat) {  // other numbers have equal maxima, of which the first one counts here
      EXPECT_TRUE(at::equal(gradients.x.cpu(), exact_grad));
    }
    expect_near(gradients.x.cpu().to(at::kDouble).sum({3}), exact_grad.sum({3}), "sums over positions",
                GetParam() == at::kFloat ? 10.0 : 1e4);
    expect_near(gradients.bias, exact_grad.to(at::kDouble).sum({0, 2, 3}), "bias", 100.0);
  }
}

struct NormCase {
  std::int64_t channels;
  bool residual;
  double dropout;
};

TEST_P(GpuKernels, NormaliseAndActivateLikeLibTorch) {
  const std::vector<NormCase> cases = {{3, false, 0.0}, {20, true, 0.0}, {64, false, 0.3}, {300, true, 0.0}};
  std::vector<Activation> activations = {kLeaky, {ActivationKind::leaky_relu, 1.0}};
  if (GetParam() != at::kHalf) {
    activations.push_back({ActivationKind::silu, 0.0});
  }
  if (GetParam() == at::kFloat) {
    activations.push_back({ActivationKind::gelu, 0.0});
  }
  for (const NormCase& each : cases) {
    for (const Activation& activation : activations) {
      SCOPED_TRACE(concat(each.channels, " channels, ", "activation ", static_cast<int>(activation.kind), " slope ",
                          activation.slope));
      const DropoutMask mask = DropoutMask::of(each.dropout, 5, 9, 4);
      const at::Tensor x = (image(5, each.channels, 40, GetParam()) * 2.0 + 3.0).requires_grad_();
      const at::Tensor residual =
          each.residual ? image(5, each.channels, 40, GetParam()).requires_grad_() : at::Tensor();
      const at::Tensor weight = at::rand({each.channels}).add(0.5).requires_grad_(),
                       bias = at::randn({each.channels}).requires_grad_(),
                       offset = at::randn({each.channels}).requires_grad_();
      const at::Tensor mean = there(at::zeros({each.channels})), var = there(at::ones({each.channels}));
      const auto twin = [](const at::Tensor& t) { return t.detach().to(at::kDouble).requires_grad_(); };
      const at::Tensor exact_x = twin(x), exact_weight = twin(weight), exact_bias = twin(bias);
      const at::Tensor exact_mean = mean.cpu().to(at::kDouble), exact_var = var.cpu().to(at::kDouble);

      const at::Tensor found =
          gpu::norm_and_activate(there(x), {there(weight), there(bias), there(offset), mean, var, 0.1, 1e-5},
                                 there(residual), activation, mask);
      at::Tensor exact = at::batch_norm(exact_x + offset.detach().to(at::kDouble).view({1, -1, 1, 1}), exact_weight,
                                        exact_bias, exact_mean, exact_var, true, 0.1, 1e-5, false);
      at::Tensor exact_residual;
      if (each.residual) {
        exact_residual = twin(residual);
        exact = exact + exact_residual;
      }
      exact =
          activation.kind == ActivationKind::silu
              ? at::silu(exact)
              : (activation.kind == ActivationKind::gelu ? at::gelu(exact) : at::leaky_relu(exact, activation.slope));
      if (each.dropout > 0.0) {
        const at::Tensor keep = dropout_keep(mask, x.numel(), at::kCPU)
                                    .view({x.size(0), x.size(2), x.size(3), x.size(1)})
                                    .permute({0, 3, 1, 2});
        exact = exact * keep * static_cast<double>(mask.scale());
      }
      expect_near(found, exact, "y", 2.0);
      expect_near(mean, exact_mean, "running mean", 2.0);
      expect_near(var, exact_var, "running variance", 2.0);

      const at::Tensor by = image(5, each.channels, 40, GetParam());
      EXPECT_TRUE(at::equal(grad({found}, {offset}, {there(by)}, true).front(), at::zeros({each.channels})));
      std::vector<at::Tensor> leaves = {x, weight, bias}, exact_leaves = {exact_x, exact_weight, exact_bias};
      if (each.residual) {
        leaves.push_back(residual);
        exact_leaves.push_back(exact_residual);
      }
      const auto gradients = grad({found}, leaves, {there(by)}),
                 exact_gradients = grad({exact}, exact_leaves, {by.to(at::kDouble)});
      for (std::size_t i = 0; i < leaves.size(); ++i) {
        const bool summed = i == 1 || i == 2;
        expect_near(gradients[i], exact_gradients[i], concat("gradient ", i).c_str(), summed ? 500.0 : 4.0);
      }
    }
  }
}

TEST_P(GpuKernels, AverageTakeMaximaAndGateLikeLibTorch) {
  for (const std::int64_t channels : kChannels) {
    SCOPED_TRACE(channels);
    const at::Tensor x = image(3, channels, 23, GetParam()).requires_grad_();
    const at::Tensor leaf = x.detach().to(at::kDouble).requires_grad_();
    const at::Tensor found = gpu::mean_and_maximum(there(x)),
                     exact = at::cat({leaf.mean({2, 3}), leaf.amax({2, 3})}, 1);
    expect_near(found, exact, "mean and maximum");
    const at::Tensor by = at::randn({3, 2 * channels}).to(GetParam());
    expect_near(grad({found}, {x}, {there(by)}).front(), grad({exact}, {leaf}, {by.to(at::kDouble)}).front(),
                "gradient");

    expect_near(gpu::position_mean(there(x.detach())), leaf.mean({2, 3}), "mean");
    const at::Tensor by_mean = at::randn({3, channels}).to(GetParam());
    expect_near(gpu::position_mean_backward(there(by_mean), 23),
                (by_mean.to(at::kDouble) / 23.0).view({3, channels, 1, 1}).expand({3, channels, 1, 23}), "of a mean");

    const at::Tensor gates = at::rand({3, channels}).to(GetParam()), by_gated = image(3, channels, 23, GetParam());
    const at::Tensor gate_leaf = gates.to(at::kDouble).requires_grad_();
    const at::Tensor gated = leaf * gate_leaf.view({3, channels, 1, 1});
    expect_near(gpu::gate(there(x.detach()), there(gates)), gated, "gated");
    const gpu::GateGradients of_gate = gpu::gate_backward(there(by_gated), there(x.detach()), there(gates));
    const auto exact_gate = grad({gated}, {leaf, gate_leaf}, {by_gated.to(at::kDouble)});
    expect_near(of_gate.x, exact_gate[0], "gradient of what is gated");
    expect_near(of_gate.gate, exact_gate[1], "gradient of the gate", 5.0);
  }
}

TEST_P(GpuKernels, ConvolveDepthwiseLikeLibTorch) {
  for (const std::int64_t channels : {3, 20}) {
    for (const std::int64_t length : {5, 60}) {
      SCOPED_TRACE(concat(channels, " channels, length ", length));
      const at::Tensor x = image(3, channels, length, GetParam()).requires_grad_();
      const at::Tensor weight = at::randn({channels, 1, 1, 9}).to(GetParam()).requires_grad_();
      const at::Tensor leaf = x.detach().to(at::kDouble).requires_grad_();
      const at::Tensor weight_leaf = weight.detach().to(at::kDouble).requires_grad_();
      const at::Tensor found = gpu::depthwise(there(x), there(weight));
      const at::Tensor exact = at::conv2d(leaf, weight_leaf, {}, {1, 1}, at::IntArrayRef({0, 4}), {1, 1}, channels);
      expect_near(found, exact, "y", 4.0);
      const at::Tensor by = image(3, channels, length, GetParam());
      const auto gradients = grad({found}, {x, weight}, {there(by)}),
                 exact_gradients = grad({exact}, {leaf, weight_leaf}, {by.to(at::kDouble)});
      expect_near(gradients[0], exact_gradients[0], "gradient by x", 4.0);
      expect_near(gradients[1], exact_gradients[1], "gradient by the weights", 10.0);
    }
  }
}

TEST_P(GpuKernels, ConvolveFourChannelsLikeLibTorch) {
  const at::Tensor x = image(3, 4, 21, GetParam()), weight = at::randn({10, 4, 7}).to(GetParam()).requires_grad_();
  const at::Tensor weight_leaf = weight.detach().to(at::kDouble).requires_grad_();
  const at::Tensor found = gpu::convolve_windows(there(x), there(weight));
  EXPECT_TRUE(found.is_contiguous(at::MemoryFormat::ChannelsLast));
  const at::Tensor exact = at::conv1d(x.to(at::kDouble).squeeze(2), weight_leaf, {}, 1, 3).unsqueeze(2);
  expect_near(found, exact, "y", 4.0);
  const at::Tensor by = image(3, 10, 21, GetParam());
  expect_near(grad({found}, {weight}, {there(by)}).front(), grad({exact}, {weight_leaf}, {by.to(at::kDouble)}).front(),
              "gradient by the weights", 10.0);
}

TEST_P(GpuKernels, MakeWeightsLikeLibTorch) {
  const std::vector<std::vector<std::int64_t>> shapes = {{5, 3, 7}, {12, 300, 3}, {6, 1, 9}, {10, 257}};
  for (const std::vector<std::int64_t>& shape : shapes) {
    for (const bool has_norm : {false, true}) {
      SCOPED_TRACE(concat("first of ", shape.size(), " sizes ", shape[0], ", weight norm ", has_norm));
      const at::Tensor v = at::randn(shape).requires_grad_();
      const std::vector<std::int64_t> per_output =
          shape.size() == 3 ? std::vector<std::int64_t>{shape[0], 1, 1} : std::vector<std::int64_t>{shape[0], 1};
      const at::Tensor g = has_norm ? at::rand(per_output).add(0.5).requires_grad_() : at::Tensor();
      const at::Tensor found = gpu::effective_weight(there(v), there(g), GetParam());
      const at::Tensor exact = has_norm ? at::_weight_norm(v, g, 0) : v * 1.0;
      expect_near(found, exact, "weight", 2.0);
      if (shape.size() == 3) {
        EXPECT_TRUE(found.unsqueeze(2).is_contiguous(at::MemoryFormat::ChannelsLast));
      }
      const at::Tensor by = at::randn(shape).to(GetParam());
      const std::vector<at::Tensor> leaves = has_norm ? std::vector<at::Tensor>{v, g} : std::vector<at::Tensor>{v};
      const auto gradients = grad({found}, leaves, {there(by)}),
                 exact_gradients = grad({exact}, leaves, {by.to(at::kFloat)});
      for (std::size_t i = 0; i < leaves.size(); ++i) {
        expect_near(gradients[i], exact_gradients[i], concat("gradient ", i).c_str(), 50.0);
      }
    }
  }
}

#ifdef CRE_HAS_CUDA
TEST(KernelsForGpus, AreCompiledWithoutOne) {
  for (const char* architecture : {"sm_80", "sm_90", "sm_100"}) {
    for (const at::ScalarType number : {at::kFloat, at::kBFloat16, at::kHalf}) {
      for (const int choice : {0, 1, 2}) {
        EXPECT_FALSE(gpu::compiled({gpu::Source::activation, number, choice}, architecture).empty());
        EXPECT_FALSE(gpu::compiled({gpu::Source::batch_norm, number, choice}, architecture).empty());
      }
      EXPECT_FALSE(gpu::compiled({gpu::Source::positions, number}, architecture).empty());
      EXPECT_FALSE(gpu::compiled({gpu::Source::depthwise, number, 9}, architecture).empty());
      EXPECT_FALSE(gpu::compiled({gpu::Source::windows, number}, architecture).empty());
      EXPECT_FALSE(gpu::compiled({gpu::Source::weights, number}, architecture).empty());
    }
  }
}
#endif

INSTANTIATE_TEST_SUITE_P(Numbers, GpuKernels, testing::Values(at::kFloat, at::kBFloat16, at::kHalf),
                         [](const auto& each) { return std::string(at::toString(each.param)); });

}  // namespace
}  // namespace cre
