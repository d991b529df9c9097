#include "model/winograd.h"

#include <algorithm>
#include <array>
#include <vector>

#include <ATen/Parallel.h>

#include "model/winograd_kernels.h"

namespace cre::winograd {
namespace {

constexpr std::int64_t kProducts = 4;  // for two outputs
constexpr std::int64_t kElements =
    4;  // sequences at a time: enough rows for the matrix product, few enough for a cache

struct Tile {
  std::array<std::int64_t, 4> inputs;  // positions; -1 lies outside
  std::int64_t first, second;          // of the outputs; second may be -1
};

// With a dilation d the positions r, r + d, r + 2 d, ... are a sequence of their own for each r.
std::vector<Tile> tiles_of(std::int64_t length, std::int64_t dilation) {
  const auto inside = [length](std::int64_t position) { return position >= 0 && position < length ? position : -1; };
  std::vector<Tile> tiles;
  for (std::int64_t start = 0; start < std::min(dilation, length); ++start) {
    for (std::int64_t first = start; first < length; first += 2 * dilation) {
      tiles.push_back({{inside(first - dilation), first, inside(first + dilation), inside(first + 2 * dilation)},
                       first,
                       inside(first + dilation)});
    }
  }
  return tiles;
}

struct Sequences {
  const float* rows;  // (elements, length, channels)
  std::int64_t length, channels;
  const float* zeros;  // (channels)

  const float* row(std::int64_t element, std::int64_t position) const {
    return position < 0 ? zeros : rows + (element * length + position) * channels;
  }
};

// products: (4, elements tiles, channels).
void transform_inputs(const Sequences& x, std::int64_t elements, const std::vector<Tile>& tiles, float* products) {
  const auto count = static_cast<std::int64_t>(tiles.size());
  const std::int64_t plane = elements * count * x.channels;
  for (std::int64_t element = 0; element < elements; ++element) {
    for (std::int64_t t = 0; t < count; ++t) {
      const auto& in = tiles[static_cast<std::size_t>(t)].inputs;
      float* out = products + (element * count + t) * x.channels;
      kernels::winograd_inputs(
          {x.row(element, in[0]), x.row(element, in[1]), x.row(element, in[2]), x.row(element, in[3])},
          {out, out + plane, out + 2 * plane, out + 3 * plane}, static_cast<std::size_t>(x.channels));
    }
  }
}

struct Outputs {
  float* rows;            // (elements, length, channels)
  const float* residual;  // the same, or null
  const float* bias;      // (channels)
  float slope;
};

void transform_outputs(const float* products, std::int64_t elements, const std::vector<Tile>& tiles,
                       std::int64_t length, std::int64_t channels, const Outputs& y) {
  const auto count = static_cast<std::int64_t>(tiles.size());
  const std::int64_t plane = elements * count * channels;
  for (std::int64_t element = 0; element < elements; ++element) {
    for (std::int64_t t = 0; t < count; ++t) {
      const Tile& tile = tiles[static_cast<std::size_t>(t)];
      const float* in = products + (element * count + t) * channels;
      const auto at_position = [&](auto* rows, std::int64_t position) {
        return rows == nullptr || position < 0 ? nullptr : rows + (element * length + position) * channels;
      };
      kernels::winograd_outputs(
          {in, in + plane, in + 2 * plane, in + 3 * plane},
          {y.bias, at_position(y.residual, tile.first), at_position(y.residual, tile.second), y.slope},
          at_position(y.rows, tile.first), at_position(y.rows, tile.second), static_cast<std::size_t>(channels));
    }
  }
}

}  // namespace

bool is_faster(const at::Tensor& weight) {
  constexpr std::int64_t kFewestChannels = 64;
  return weight.scalar_type() == at::kFloat && weight.size(2) == 3 && weight.size(0) >= kFewestChannels &&
         weight.size(1) >= kFewestChannels;
}

at::Tensor transformed(const at::Tensor& weight) {
  const at::Tensor g0 = weight.select(2, 0), g1 = weight.select(2, 1), g2 = weight.select(2, 2);
  return at::stack({g0, 0.5 * (g0 + g1 + g2), 0.5 * (g0 - g1 + g2), g2}).transpose(1, 2).contiguous();
}

at::Tensor convolve(const at::Tensor& x, const Filter& filter, double slope,
                    const std::optional<at::Tensor>& residual) {
  const at::Tensor in = x.contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor other = residual ? residual->contiguous(at::MemoryFormat::ChannelsLast) : at::Tensor();
  const std::int64_t batch = x.size(0), inputs = x.size(1), length = x.size(3), outputs = filter.weight.size(2);
  const at::Tensor y = at::empty({batch, outputs, 1, length}, x.options(), at::MemoryFormat::ChannelsLast);
  const at::Tensor bias = filter.bias.defined() ? filter.bias : at::zeros({outputs}, x.options());
  const at::Tensor zeros = at::zeros({inputs}, x.options());
  const std::vector<Tile> tiles = tiles_of(length, filter.dilation);
  const auto count = static_cast<std::int64_t>(tiles.size());
  at::parallel_for(0, (batch + kElements - 1) / kElements, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t chunk = begin; chunk < end; ++chunk) {
      const std::int64_t first = chunk * kElements, elements = std::min(kElements, batch - first);
      const at::Tensor transformed_inputs = at::empty({kProducts, elements * count, inputs}, x.options());
      const at::Tensor products = at::empty({kProducts, elements * count, outputs}, x.options());
      const Sequences sequences{in.const_data_ptr<float>() + first * length * inputs, length, inputs,
                                zeros.const_data_ptr<float>()};
      transform_inputs(sequences, elements, tiles, transformed_inputs.data_ptr<float>());
      at::bmm_out(const_cast<at::Tensor&>(products), transformed_inputs, filter.weight);
      const std::int64_t start = first * length * outputs;
      transform_outputs(products.const_data_ptr<float>(), elements, tiles, length, outputs,
                        {y.data_ptr<float>() + start, other.defined() ? other.const_data_ptr<float>() + start : nullptr,
                         bias.const_data_ptr<float>(), static_cast<float>(slope)});
    }
  });
  return y;
}

}  // namespace cre::winograd
