#include "layers/pooling.h"

#include "core/error.h"
#include "layers/gpu/positions.h"
#include "layers/layer_table.h"

namespace cre {
namespace {

at::Tensor attention_mean(const at::Tensor& x, const at::Tensor& query) {
  const at::Tensor positions = x.squeeze(2).transpose(1, 2);                                            // (B, P, C)
  const at::Tensor share = at::matmul(positions, query.to(x.scalar_type())).to(at::kFloat).softmax(1);  // (B, P)
  return at::matmul(share.to(x.scalar_type()).unsqueeze(1), positions).squeeze(1);                      // (B, C)
}

}  // namespace

const Names<PoolingKind>& pooling_names() {
  static const Names<PoolingKind> names = {
      {"default", PoolingKind::architecture}, {"mean", PoolingKind::mean},           {"max", PoolingKind::max},
      {"mean_max", PoolingKind::mean_max},    {"attention", PoolingKind::attention}, {"flatten", PoolingKind::flatten}};
  return names;
}

Pooling::Pooling(PoolingKind kind, std::int64_t channels, std::int64_t positions, WeightSource& source)
    : kind_(kind), channels_(channels), positions_(positions) {
  if (kind == PoolingKind::attention) {
    const StartValues start = source.start(InitialWeights::fan_in_normal, {1, channels}, 0.0);
    query_ = register_parameter("query", start.weight.view({channels}));
  }
}

std::int64_t Pooling::features() const {
  if (kind_ == PoolingKind::mean_max) {
    return 2 * channels_;
  }
  return kind_ == PoolingKind::flatten ? channels_ * positions_ : channels_;
}

at::Tensor Pooling::forward(const at::Tensor& x, const ForwardPass& pass) {
  if (pass.table != nullptr && kind_ == PoolingKind::attention) {
    pass.table->add(*this, "attention pooling", {channels_}, 2 * channels_ * positions_);
  }
  switch (kind_) {
    case PoolingKind::mean:
      return x.mean({2, 3});
    case PoolingKind::max:
      return x.amax({2, 3});
    case PoolingKind::mean_max:
      if (gpu::has_positions(x)) {
        return gpu::mean_and_maximum(x);
      }
      return at::cat({x.mean({2, 3}), x.amax({2, 3})}, 1);
    case PoolingKind::attention:
      return attention_mean(x, query_);
    case PoolingKind::flatten:
      return x.contiguous().flatten(1);
    case PoolingKind::architecture:
      break;
  }
  fail(ErrorKind::internal, "a pooling without a kind");
}

}  // namespace cre
