#include "convolution_rate.h"

#include <array>
#include <string>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "device_rate.h"
#include "layers/convolution_layer.h"

namespace bench {
namespace {

const cre::LayerTable::Row& largest_convolution(const cre::LayerTable& table) {
  const cre::LayerTable::Row* found = nullptr;
  for (const cre::LayerTable::Row& row : table.rows()) {
    const bool is_convolution = dynamic_cast<const cre::ConvolutionLayer*>(row.layer) != nullptr;
    if (is_convolution && (found == nullptr || row.multiply_adds > found->multiply_adds)) {
      found = &row;
    }
  }
  if (found == nullptr) {
    cre::fail(cre::ErrorKind::usage, "the network has no convolution to measure");
  }
  return *found;
}

std::string name_of(const torch::nn::Module* layer, const torch::nn::Module& network) {
  for (const auto& item : network.named_modules()) {
    if (item.value().get() == layer) {
      return item.key();
    }
  }
  return "";
}

}  // namespace

nlohmann::json convolution_rate(const torch::nn::Module& network, const cre::LayerTable& table, std::int64_t batch,
                                at::ScalarType dtype, const at::Device& device) {
  const torch::NoGradGuard no_gradients;
  const cre::LayerTable::Row& row = largest_convolution(table);
  const cre::ConvolutionSize& size = dynamic_cast<const cre::ConvolutionLayer&>(*row.layer).size();
  const auto options = at::TensorOptions(dtype).device(device);
  const auto layout = at::MemoryFormat::ChannelsLast;
  const at::Tensor x = at::randn({batch, size.inputs, 1, row.shape.at(1)}, options).contiguous(layout);
  const at::Tensor weight =
      at::randn({size.outputs, size.inputs / size.groups, 1, size.kernel}, options).contiguous(layout);
  const std::array<std::int64_t, 2> stride{1, 1}, padding{0, (size.kernel - 1) / 2 * size.dilation},
      dilation{1, size.dilation};
  const double operations = 2.0 * static_cast<double>(row.multiply_adds * batch);
  const double rate =
      rate_of(device, operations, [&] { at::conv2d(x, weight, {}, stride, padding, dilation, size.groups); });
  return {{"layer", name_of(row.layer, network)}, {"rate", rate}};
}

}  // namespace bench
