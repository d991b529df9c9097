#include "model/multiscale.h"

#include <string>
#include <vector>

#include "model/activation.h"
#include "model/head.h"
#include "model/residual_block.h"

namespace cre {
namespace {

class Multiscale : public Network {
 public:
  Multiscale(const MultiscaleConfig& config, std::int64_t tasks, std::uint64_t seed) : config_(config) {
    WeightSource source(seed);
    for (const std::int64_t kernel : config.stem_kernels) {
      stem_.push_back(convolution({4, config.stem_channels, kernel}, source));
      stem_dropouts_.push_back({config.stem_dropout, dropout_layers_++});
    }
    const auto stem_width = static_cast<std::int64_t>(config.stem_kernels.size()) * config.stem_channels;
    fuse_ = convolution({stem_width, config.stage1_channels, 1}, source);
    stage1_ = stage(config.stage1_channels, config.stage1_dilations, config.stage1_dropout, source);
    expand_ = convolution({config.stage1_channels, config.stage2_channels, config.expand_kernel}, source);
    stage2_ = stage(config.stage2_channels, config.stage2_dilations, config.stage2_dropout, source);
    const HeadSize size{2 * config.stage2_channels, config.head_sizes, config.head_dropouts};
    for (std::int64_t k = 0; k < tasks; ++k) {
      heads_.push_back(std::make_shared<Head>(size, config.negative_slope, dropout_layers_, source));
    }
    register_list("stem", stem_);
    register_module("fuse", fuse_);
    register_list("stage1", stage1_);
    register_module("expand", expand_);
    register_list("stage2", stage2_);
    register_list("heads", heads_);
  }

  at::Tensor forward(const at::Tensor& onehot, const ForwardPass& pass) override {
    const double slope = config_.negative_slope;
    std::vector<at::Tensor> branches;
    for (std::size_t i = 0; i < stem_.size(); ++i) {
      branches.push_back(activate(stem_[i]->forward(onehot, pass), slope, stem_dropouts_[i], pass));
    }
    at::Tensor x = at::cat(branches, 1);                              // (B, stem, 1, L)
    x = activate_pool(fuse_->forward(x, pass), config_.pool, slope);  // (B, C1, 1, L / pool)
    for (const auto& block : stage1_) x = block->forward(x, pass);
    x = activate_pool(expand_->forward(x, pass), config_.pool, slope);  // (B, C2, 1, L / pool / pool)
    for (const auto& block : stage2_) x = block->forward(x, pass);
    const at::Tensor features = at::cat({x.mean({2, 3}), x.amax({2, 3})}, 1);  // (B, 2 C2)
    std::vector<at::Tensor> outputs;
    for (const auto& head : heads_) outputs.push_back(head->forward(features, pass));
    return at::cat(outputs, 1).to(at::kFloat);  // (B, K)
  }

 private:
  std::shared_ptr<ConvolutionLayer> convolution(const ConvolutionSize& size, WeightSource& source) const {
    return std::make_shared<ConvolutionLayer>(size, config_.norm, config_.negative_slope, source);
  }

  std::vector<std::shared_ptr<ResidualBlock>> stage(std::int64_t channels, const std::vector<std::int64_t>& dilations,
                                                    double dropout, WeightSource& source) {
    std::vector<std::shared_ptr<ResidualBlock>> blocks;
    for (const std::int64_t dilation : dilations) {
      blocks.push_back(std::make_shared<ResidualBlock>(ResidualBlockSize{channels, config_.block_kernel, dilation},
                                                       config_.norm, config_.negative_slope,
                                                       DropoutLayer{dropout, dropout_layers_++}, source));
    }
    return blocks;
  }

  // Parameters of item i are named "name.i.…".
  template <class Layer>
  void register_list(const std::string& name, const std::vector<std::shared_ptr<Layer>>& layers) {
    auto list = register_module(name, torch::nn::ModuleList());
    for (const auto& layer : layers) list->push_back(layer);
  }

  MultiscaleConfig config_;
  std::uint32_t dropout_layers_ = 0;
  std::vector<std::shared_ptr<ConvolutionLayer>> stem_;
  std::vector<DropoutLayer> stem_dropouts_;
  std::shared_ptr<ConvolutionLayer> fuse_, expand_;
  std::vector<std::shared_ptr<ResidualBlock>> stage1_, stage2_;
  std::vector<std::shared_ptr<Head>> heads_;
};

void check_length(const MultiscaleConfig& config, std::int64_t length) {
  std::int64_t left = length;
  for (const char* layer : {"the pool behind fuse", "the pool behind expand"}) {
    if (left < config.pool) {
      fail(ErrorKind::config, "model.pool: ", layer, " takes windows of ", config.pool, " positions but only ", left,
           left == 1 ? " position is" : " positions are", " left of an input of ", length, " bases");
    }
    left /= config.pool;
  }
}

}  // namespace

std::shared_ptr<Network> build_multiscale(const MultiscaleConfig& config, const NetworkShape& shape,
                                          std::uint64_t seed) {
  check_length(config, shape.length);
  return std::make_shared<Multiscale>(config, shape.tasks, seed);
}

}  // namespace cre
