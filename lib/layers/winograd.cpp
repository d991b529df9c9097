#include "layers/winograd.h"

#include <algorithm>
#include <array>
#include <vector>

#include "layers/onednn.h"
#include "layers/openmp.h"
#include "layers/winograd_kernels.h"

namespace cre::winograd {
namespace {

constexpr std::int64_t kProducts = kernels::kWinogradProducts;
constexpr std::int64_t kOutputs = kernels::kWinogradOutputs;
constexpr std::int64_t kElements = 8;  // at a time: enough rows for the products, few enough for a cache
constexpr onednn::ConvolutionShape kProductShape{.padding = 0, .dilation = 1, .groups = kProducts};

// Where the inputs of a tile lie and its outputs, which are the inputs 1 to 4; -1 is outside.
using Tile = std::array<std::int64_t, kProducts>;

// With a dilation d the positions r, r + d, r + 2 d, ... are a sequence of their own for each r.
std::vector<Tile> tiles_of(std::int64_t length, std::int64_t dilation) {
  std::vector<Tile> tiles;
  for (std::int64_t start = 0; start < std::min(dilation, length); ++start) {
    for (std::int64_t first = start; first < length; first += kOutputs * dilation) {
      Tile& tile = tiles.emplace_back();
      for (std::int64_t p = 0; p < kProducts; ++p) {
        const std::int64_t position = first + (p - 1) * dilation;
        tile[static_cast<std::size_t>(p)] = position >= 0 && position < length ? position : -1;
      }
    }
  }
  return tiles;
}

// Rows of some elements, (elements, length, channels); `outside` stands for the rows that do not exist.
template <class Number>
struct Rows {
  Number* first;
  std::int64_t length, channels;
  Number* outside;

  Number* at(std::int64_t element, std::int64_t position) const {
    return position < 0 ? outside : first + (element * length + position) * channels;
  }
};

// products: (elements, tiles, 6, channels).
void transform_inputs(const Rows<const float>& x, std::int64_t elements, const std::vector<Tile>& tiles,
                      float* products) {
  for (std::int64_t element = 0; element < elements; ++element) {
    for (const Tile& tile : tiles) {
      std::array<const float*, kProducts> in;
      std::ranges::transform(tile, in.begin(), [&](std::int64_t position) { return x.at(element, position); });
      kernels::winograd_inputs(in, products, static_cast<std::size_t>(x.channels));
      products += kProducts * x.channels;
    }
  }
}

void transform_outputs(const float* products, std::int64_t elements, const std::vector<Tile>& tiles,
                       const Rows<float>& y, const float* residual, const float* bias, double slope) {
  kernels::WinogradOutputs outputs{{}, {}, bias, static_cast<float>(slope)};
  for (std::int64_t element = 0; element < elements; ++element) {
    for (const Tile& tile : tiles) {
      for (std::size_t p = 0; p < kOutputs; ++p) {
        const std::int64_t position = tile[p + 1];
        float* row = y.at(element, position);
        const bool is_outside = position < 0;
        outputs.out[p] = is_outside ? row + static_cast<std::int64_t>(p) * y.channels : row;
        outputs.residual[p] = residual == nullptr ? nullptr : is_outside ? bias : residual + (row - y.first);
      }
      kernels::winograd_outputs(products, outputs, static_cast<std::size_t>(y.channels));
      products += kProducts * y.channels;
    }
  }
}

at::Tensor transformed(const at::Tensor& weight) {
  const at::Tensor g = weight.to(at::kDouble), g0 = g.select(2, 0), g1 = g.select(2, 1), g2 = g.select(2, 2);
  const double near = kernels::kWinogradNear, far = kernels::kWinogradFar;
  const double near2 = near * near, far2 = far * far;
  const auto at_point = [&](double point, double scale) { return (g0 + point * g1 + point * point * g2) / scale; };
  const double near_scale = 2.0 * near2 * (near2 - far2), far_scale = 2.0 * far2 * (far2 - near2);
  return at::cat({g0 / (near2 * far2), at_point(near, near_scale), at_point(-near, near_scale),
                  at_point(far, far_scale), at_point(-far, far_scale), g2})
      .unsqueeze(2)
      .to(at::kFloat);  // (6 O, I, 1)
}

at::Tensor channels_last(at::IntArrayRef shape) {
  return at::empty(shape, at::TensorOptions(at::kFloat), at::MemoryFormat::ChannelsLast);
}

}  // namespace

bool is_faster(const at::Tensor& weight, std::int64_t dilation, std::int64_t groups, std::int64_t length) {
  constexpr std::int64_t kFewestChannels = 64;
  constexpr std::int64_t kMostProducts = 2;  // for a position, where a plain convolution has 3
  return weight.scalar_type() == at::kFloat && groups == 1 && weight.size(2) == 3 &&
         weight.size(0) >= kFewestChannels && weight.size(1) >= kFewestChannels &&
         kProducts * static_cast<std::int64_t>(tiles_of(length, dilation).size()) <= kMostProducts * length;
}

at::Tensor packed_filter(const at::Tensor& weight, std::int64_t dilation, const at::Tensor& x) {
  const auto tiles = static_cast<std::int64_t>(tiles_of(x.size(3), dilation).size());
  return onednn::packed_convolution(transformed(weight), kProductShape,
                                    channels_last({kElements, kProducts * x.size(1), 1, tiles}));
}

at::Tensor convolve(const at::Tensor& x, const Filter& filter, double slope, const at::Tensor& residual) {
  const at::Tensor in = x.contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor other = residual.defined() ? residual.contiguous(at::MemoryFormat::ChannelsLast) : residual;
  const std::int64_t batch = x.size(0), inputs = x.size(1), length = x.size(3), outputs = filter.bias.size(0);
  at::Tensor y = channels_last({batch, outputs, 1, length});
  const at::Tensor zeros = at::zeros({inputs});
  const std::vector<Tile> tiles = tiles_of(length, filter.dilation);
  openmp::parallel_for((batch + kElements - 1) / kElements, [&](std::int64_t begin, std::int64_t end) {
    const torch::NoGradGuard no_gradients;  // of this thread
    const at::Tensor unused = at::empty({kOutputs, outputs});
    for (std::int64_t chunk = begin; chunk < end; ++chunk) {
      const std::int64_t first = chunk * kElements, elements = std::min(kElements, batch - first);
      const at::Tensor transformed_inputs =
          channels_last({elements, kProducts * inputs, 1, static_cast<std::int64_t>(tiles.size())});
      transform_inputs({in.const_data_ptr<float>() + first * length * inputs, length, inputs, zeros.data_ptr<float>()},
                       elements, tiles, transformed_inputs.data_ptr<float>());
      const at::Tensor products =
          onednn::convolution(transformed_inputs, filter.packed, at::Tensor(), kProductShape, nullptr);
      const std::int64_t start = first * length * outputs;
      transform_outputs(products.const_data_ptr<float>(), elements, tiles,
                        {y.data_ptr<float>() + start, length, outputs, unused.data_ptr<float>()},
                        other.defined() ? other.const_data_ptr<float>() + start : nullptr,
                        filter.bias.const_data_ptr<float>(), slope);
    }
  });
  return y;
}

}  // namespace cre::winograd
